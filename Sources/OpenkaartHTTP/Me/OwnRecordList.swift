import OpenkaartCore
import OpenkaartService

/// The records of the log that are about the person of a page, and the numbers that are missing.
struct OwnRecordList {
  /// Oldest first.
  let records: [OwnRecord]
  /// For each row of records: its last number, and the numbers that are not there.
  let series: [Series]

  struct Series {
    let last: Int64
    /// Runs of numbers that are missing, from and to.
    let gaps: [ClosedRange<Int64>]
  }

  /// Keeps the rows of the person of the card: whoever was parted from them has rows of their own.
  ///
  /// - Parameters:
  ///   - all: Every record about people who were ever joined.
  ///   - card: Whose page it is.
  init(_ all: [OwnRecord], of card: CustomerCard) {
    let own = Set(card.timeline.filter { !$0.isHeard }.map(\.fact.id))
    let rows = Dictionary(grouping: all, by: \.series).filter { _, row in
      let facts = row.compactMap(\.fact)
      return facts.isEmpty ? card.isFirst : facts.contains { own.contains($0) }
    }
    records = rows.values.flatMap(\.self).sorted { $0.number < $1.number }
    series = rows.sorted { $0.key < $1.key }.map { Series($0.value.map(\.running).sorted()) }
  }

  /// The entry that holds a fact; `nil` when none does.
  func number(of fact: String) -> EntryNumber? {
    records.last { $0.fact?.shownName == fact }?.number
  }
}

extension OwnRecordList.Series {
  fileprivate init(_ numbers: [Int64]) {
    last = numbers.last ?? 0
    var gaps: [ClosedRange<Int64>] = []
    var next: Int64 = 1
    for number in numbers {
      if number > next { gaps.append(next...(number - 1)) }
      next = max(next, number &+ 1)
    }
    self.gaps = gaps
  }
}

extension OwnRecord {
  /// The document on the first line.
  private var document: Node? {
    try? JSONReader.node(in: Array(said.prefix { $0 != 0x0A }))
  }

  private func word(_ key: String, in node: Node?) -> String? {
    if case .string(let text)? = node?[key]?.content { text } else { nil }
  }

  /// The fact it tells of; `nil` of a look or a use.
  var fact: FactID? {
    let document = document
    guard let source = word("source", in: document), let id = word("id", in: document) else {
      return nil
    }
    return FactID(source: source, id: id)
  }

  /// What happened, by the word of the format.
  var kind: String { word("kind", in: document) ?? "" }
}
