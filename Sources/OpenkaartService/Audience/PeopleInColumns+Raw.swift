internal import Crypto
internal import Foundation
internal import OpenkaartAudience
internal import OpenkaartCore

/// Everybody in columns as bytes, to be kept until the next start.
extension PeopleInColumns {
  /// How they are written; another number, another way.
  private static let format = 1

  /// What has to be the same for columns to mean the same.
  private static func digest(of layout: Layout) -> [UInt8] {
    Array(SHA256.hash(data: Data(layout.description.utf8)))
  }

  func write(to out: RawWriter) throws {
    try out.number(Self.format)
    try out.array(Self.digest(of: columns.layout))
    try out.number(mark.facts)
    try out.number(Int(mark.last))
    try columns.write(to: out)
    try names.write(to: out)
    try evidence.write(to: out)
    try index.write(to: out)
    try out.array(rows)
    try out.array(whole.sorted())
    try out.array(unsettled.sorted())
    try out.array(free)
    try out.number(unreachable)
  }

  /// Reads what was written under the same policy.
  ///
  /// - Throws: ``ColumnRefusal`` when it was written in another way or under other rules,
  ///   `RawReader.Mismatch` when it does not fit together, and what the reader throws.
  init(_ gate: Gate, reading input: RawReader) throws {
    let layout = Layout(of: gate)
    guard try input.number() == Self.format else { throw ColumnRefusal.otherFormat }
    guard try input.array(of: UInt8.self, atMost: 64) == Self.digest(of: layout) else {
      throw ColumnRefusal.otherPolicy
    }
    mark = StoreMark(facts: try input.number(), last: Int64(try input.number()))
    policyVersion = gate.policy.version
    columns = try Columns(layout, reading: input)
    names = try NameTable(reading: input)
    evidence = try EvidenceTable(reading: input)
    index = try EntryIndex(reading: input)
    rows = try input.array(of: Int32.self)
    whole = Set(try input.array(of: UInt32.self))
    unsettled = Set(try input.array(of: UInt32.self))
    free = try input.array(of: UInt32.self)
    unreachable = try input.number()
    try input.check(fitsTogether)
  }

  private var fitsTogether: Bool {
    let entries = UInt32(truncatingIfNeeded: names.count)
    return rows.count == names.count && evidence.count == names.count
      && rows.allSatisfy { Int($0) < columns.count }
      && (0..<columns.count).allSatisfy { columns.key(of: $0) < max(1, entries) }
      && whole.allSatisfy { $0 < entries } && unsettled.allSatisfy { $0 < entries }
      && free.allSatisfy { $0 < entries }
  }
}
