import Foundation
import GRDB
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// What an erasure takes away, what it leaves, and that it stays so.
struct ErasureTests {
  @Test func `E1: after an erasure nothing but the erasure is known of the person`() async throws {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 4)
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    let report = try await store.erase(people.order(erasing: [1, 2]))
    #expect(report.state == .final)
    #expect(report.people == 2)
    #expect(report.kept == [.invoice])
    for isOpenedAnew in [false, true] {
      if isOpenedAnew {
        try await store.close()
        store = try SQLiteStore(at: folder.path)
      }
      for number in 0..<4 {
        for identifier in people.subject(number) {
          let group = try await store.facts(toDecideAbout: [identifier])
          let kinds = group.facts.map(\.content.kind)
          if [1, 2].contains(number) {
            #expect(kinds == [.erased])
            #expect(try await store.customer(of: [identifier]) == nil)
          } else {
            #expect(kinds.count == people.factsEach)
          }
        }
      }
      #expect(
        try await store.counts
          == StoreCounts(facts: 2 * people.factsEach, customers: 2, identifiers: 6))
      #expect(try await store.keptRecords.count == 2)
      #expect(try await store.rebuild { _ in }.isEqual)
    }
    try await store.close()
  }

  @Test func `E2: who was erased does not come back by an import, and may be let back`()
    async throws
  {
    let people = ErasedPeople(count: 2)
    let store = try SQLiteStore(at: TemporaryFolder().path)
    try await store.append(people.facts)
    _ = try await store.erase(people.order(erasing: [0]))
    let again = try await store.append(people.facts)
    #expect(again.prefix(people.factsEach).allSatisfy { $0 == .suppressed })
    #expect(again.dropFirst(people.factsEach).allSatisfy { $0 == .duplicate })
    let other = people.described(0, id: "other", at: people.later)
    #expect(try await store.append([other]) == [.suppressed])
    #expect(try await store.suppressed(people.subject(0)).count == 3)
    #expect(try await store.lift(people.subject(0), at: people.later) == 3)
    // What was before the erasure stays out, whoever tells it.
    #expect(try await store.append([people.facts[0], other]) == [.suppressed, .added])
    #expect(try await store.facts(about: people.subject(0)).facts == [other])
    try await store.close()
  }

  @Test func `E3: while somebody reads, an erasure says that it is not final`() async throws {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 2)
    let store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let reader = try DatabaseQueue(
      path: folder.file("openkaart.sqlite"), configuration: configuration)
    try await reader.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN")
      _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM fact")
    }
    #expect(try await store.erase(people.order(erasing: [0])).state == .notFinal)
    #expect(try await store.finishErasures().map(\.state) == [.notFinal])
    try await reader.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    #expect(try await store.finishErasures().map(\.state) == [.final])
    try await store.noteTold(erasure: 1)
    #expect(try await store.finishErasures().isEmpty)
    try reader.close()
    try await store.close()
  }

  @Test func `E4: numbers of erased facts are not given out again`() async throws {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 3)
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    _ = try await store.erase(people.order(erasing: [2]))
    try await store.close()
    store = try SQLiteStore(at: folder.path)
    let fact = people.described(1, id: "new", at: people.later)
    #expect(try await store.append([fact]) == [.added])
    #expect(try await store.facts(about: people.subject(1)).facts.last == fact)
    try await store.close()
    let database = try DatabaseQueue(path: folder.file("openkaart.sqlite"))
    let last = try await database.read { try Int.fetchOne($0, sql: "SELECT max(seq) FROM fact") }
    #expect(last == people.facts.count + 1)
    try database.close()
  }

  @Test func `E5: what is kept goes on the day after it was kept until`() async throws {
    let people = ErasedPeople(count: 2)
    let store = try SQLiteStore(at: TemporaryFolder().path)
    try await store.append(people.facts)
    _ = try await store.erase(people.order(erasing: [0]))
    let document = try #require(try await store.keptRecords.first)
    #expect(String(decoding: document.document, as: UTF8.self).contains("order-0"))
    #expect(document.until == people.until)
    #expect(try await store.eraseKept(before: people.until, at: people.later).items.isEmpty)
    let report = try await store.eraseKept(
      before: people.until.adding(days: 1), at: people.later)
    #expect(report.items == [.init(.facts(.invoice), 1, .erased)])
    #expect(try await store.keptRecords.isEmpty)
    try await store.close()
  }

  @Test func `E6: an identifier that others have too stays theirs`() async throws {
    let people = ErasedPeople(count: 2)
    let store = try SQLiteStore(at: TemporaryFolder().path)
    let shared = try #require(Identifier(.email, "info@example.nl"))
    func telling(_ number: Int) -> Fact {
      people.described(number, id: "shared-\(number)", at: people.moment, with: [shared])
    }
    try await store.append(people.facts + [telling(0), telling(1)])
    let order = people.order(erasing: [0])
    let report = try await store.erase(order)
    #expect(report.items.contains(.init(.identifiers, 1, .shared)))
    let group = try await store.facts(about: people.subject(1))
    #expect(group.facts.count == people.factsEach + 1)
    #expect(
      try await store.append([people.described(1, id: "x", at: people.later, with: [shared])])
        == [.added])
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }

  @Test func `E6: who once shared a telephone with others is erased and kept out as anybody is`()
    async throws
  {
    let people = ErasedPeople(count: 3)
    let store = try SQLiteStore(at: TemporaryFolder().path)
    let phone = try #require(Identifier(.phone, "0201234567"))
    let email = try #require(people.subject(0).first { $0.type == .email })
    let sharing = (0..<3).map {
      people.described($0, id: "phone-\($0)", at: people.moment, with: [phone])
    }
    let aside = Fact(
      id: FactID(source: "crm", id: "aside"), subject: [phone], occurredAt: people.later,
      recordedAt: people.later, content: .described(Description(identifiers: [email])))
    try await store.append(people.facts + sharing)
    try await store.append([aside])
    let report = try await store.erase(people.order(erasing: [0]))
    // The shared telephone, and the address that is named beside it.
    #expect(report.items.contains(.init(.identifiers, 2, .erased)))
    #expect(report.items.contains(.init(.identifiers, 2, .shared)))
    #expect(try await store.rebuild { _ in }.isEqual)
    #expect(
      try await store.append([people.described(0, id: "x", at: people.later)]) == [.suppressed])
    #expect(try await store.lift(people.subject(0), at: people.later) == 3)
    #expect(try await store.append([people.described(0, id: "y", at: people.later)]) == [.added])
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }

  @Test func `E6: a restored backup forgets who was erased among people once joined`() async throws
  {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 3)
    let phone = try #require(Identifier(.phone, "0201234567"))
    var store = try SQLiteStore(at: folder.path)
    try await store.append(
      people.facts
        + (0..<3).map {
          people.described($0, id: "phone-\($0)", at: people.moment, with: [phone])
        })
    try await store.close()
    let (data, aside) = (folder.file("openkaart.sqlite"), folder.file("aside"))
    try FileManager.default.copyItem(atPath: data, toPath: aside)
    store = try SQLiteStore(at: folder.path)
    _ = try await store.erase(people.order(erasing: [0]))
    try await store.close()
    try FileManager.default.removeItem(atPath: data)
    try FileManager.default.moveItem(atPath: aside, toPath: data)
    store = try SQLiteStore(at: folder.path)
    for identifier in people.subject(0) {
      #expect(try await store.facts(about: [identifier]).facts.isEmpty)
      #expect(try await store.suppressed([identifier]).count == 1)
    }
    #expect(
      try await store.facts(about: people.subject(1)).facts.map(\.subject)
        == Array(repeating: people.subject(1), count: people.factsEach + 1))
    try await store.close()
  }

  @Test func `E7: what retention erases may be told anew by later facts`() async throws {
    let people = ErasedPeople(count: 1)
    let folder = TemporaryFolder()
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    let old = people.facts.filter { $0.content.kind == .behaved }
    let order = ErasureOrder(
      .retention, at: people.later,
      people: [.init(identifiers: people.subject(0), facts: old.map(\.id))])
    #expect(try await store.erase(order).items.contains(.init(.facts(.behaviour), 1, .erased)))
    // The very same fact was here and is not taken in again.
    #expect(try await store.append(old) != [.added])
    let new = people.behaved(0, id: "new", at: people.later)
    #expect(try await store.append([new]) == [.added])
    try await store.close()
    store = try SQLiteStore(at: folder.path)
    let facts = try await store.facts(about: people.subject(0)).facts
    #expect(facts.count == people.factsEach)
    #expect(facts.last == new)
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }

  /// Of one of the first two, whom it joined, and of the third, by whom it turned out to be shared.
  @Test(arguments: [0, 2])
  func `E7: what retention takes of who shares a telephone with many leaves it shared`(
    number: Int
  ) async throws {
    let people = ErasedPeople(count: 4)
    let store = try SQLiteStore(at: TemporaryFolder().path)
    let phone = try #require(Identifier(.phone, "0201234567"))
    let sharing = (0..<4).map {
      people.described($0, id: "phone-\($0)", at: people.moment, with: [phone])
    }
    try await store.append(people.facts + sharing)
    let contact = (people.facts + sharing).filter {
      $0.subject == people.subject(number) && $0.content.kind == .described
    }
    let order = ErasureOrder(
      .retention, at: people.later,
      people: [.init(identifiers: people.subject(number), facts: contact.map(\.id))])
    #expect(try await store.erase(order).items.contains(.init(.facts(.contact), 2, .erased)))
    let left = try await store.facts(about: people.subject(number)).facts
    #expect(left.count { $0.subject == people.subject(number) } == people.factsEach - 1)
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }

  @Test func `E8: keys are replaced and everybody can still be read`() async throws {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 5)
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    let before = try Data(contentsOf: URL(filePath: folder.file("keyring")))
    #expect(try await store.rotateKeys() == 5 * 5)
    let after = try Data(contentsOf: URL(filePath: folder.file("keyring")))
    #expect(before != after)
    #expect(try await store.facts(about: people.subject(3)).facts.count == people.factsEach)
    try await store.close()
    store = try SQLiteStore(at: folder.path)
    #expect(try await store.facts(about: people.subject(3)).facts.count == people.factsEach)
    #expect(try folder.files().contains { $0.hasPrefix("keyring.") } == false)
    let names = try await store.keyInventory.map(\.name)
    #expect(names.contains("root") && names.contains("data.contact"))
    try await store.close()
  }
}
