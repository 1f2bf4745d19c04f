import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

/// Writes facts into a store, and says which are durable, until it is done or killed.
///
/// `store-writer erase FOLDER STEP`: erases a person, and kills itself before that step.
/// `store-writer FOLDER FIRST COUNT`: the facts numbered from FIRST on, in batches of different sizes by
/// three at once. Prints `FIRST COUNT` for every batch that was acknowledged.
@main
struct StoreWriter {
  static func main() async throws {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == "erase", let step = Int(arguments[3]) {
      return try await erase(in: arguments[2], stoppingAt: step)
    }
    guard arguments.count == 4, let first = Int(arguments[2]), let count = Int(arguments[3]) else {
      fatalError("store-writer FOLDER FIRST COUNT")
    }
    let store = try SQLiteStore(at: arguments[1])
    print("open")
    fflush(nil)
    let batches = Batches(first: first, count: count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          while let batch = await batches.next() {
            try await store.append(batch.map { Self.fact($0) })
            print("\(batch.lowerBound) \(batch.count)")
            fflush(nil)
          }
        }
      }
      try await group.waitForAll()
    }
    try await store.close()
  }

  /// Erases the second person of those that the tests keep.
  private static func erase(in folder: String, stoppingAt last: Int) async throws {
    let store = try SQLiteStore(at: folder) { step in
      if step == last { kill(getpid(), SIGKILL) }
    }
    let subject = [Identifier(.email, "person.1@example.nl")].compactMap(\.self)
    let facts = try await store.facts(about: subject).facts
    let sales = facts.filter { $0.content.kind == .purchased }
    let person = ErasureOrder.Person(
      identifiers: facts.first?.subject ?? [], facts: facts.map(\.id),
      kept: Dictionary(
        uniqueKeysWithValues: sales.map {
          ($0.id, Keeping.Kept(isInvoice: true, until: Day(number: 25_000), ground: "AWR 52"))
        }))
    _ = try await store.erase(
      ErasureOrder(.request, at: Timestamp(milliseconds: 1_795_000_000_000), people: [person]))
    try await store.close()
  }

  /// Hands out what is still to be written.
  private actor Batches {
    private var start: Int
    private let end: Int

    init(first: Int, count: Int) { (start, end) = (first, first + count) }

    func next() -> Range<Int>? {
      guard start < end else { return nil }
      let batch = start..<min(end, start + 1 + start * 7 % 23)
      start = batch.upperBound
      return batch
    }
  }

  /// The fact of a number: who it is about, and what it says, follow from the number.
  private static func fact(_ number: Int) -> Fact {
    let person = number % 41
    let phone = "+3161234560\(person % 7)"
    let subject = [
      Identifier(.customerNumber, "\(person)"), Identifier(.email, "p\(person)@example.nl"),
      number % 3 == 0 ? Identifier(.phone, phone) : nil,
    ].compactMap(\.self)
    let moment = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number) * 1000)
    let content: FactContent =
      number % 2 == 0
      ? .behaved(event: "seen \(number)", properties: [])
      : .purchased(
        Purchase(
          order: "\(number)", lines: [.init(product: "mat", productLine: "mats", priceCents: 1)]))
    return Fact(
      id: FactID(source: "shop", id: "\(number)"), subject: subject, occurredAt: moment,
      recordedAt: moment, content: content)
  }
}
