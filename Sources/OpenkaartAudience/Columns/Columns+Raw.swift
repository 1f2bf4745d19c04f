package import OpenkaartCore

/// The columns as bytes, to be kept and read again under the same layout.
extension Columns {
  package func write(to out: RawWriter) throws {
    try out.number(count)
    try out.number(Int(since.milliseconds))
    try out.number(Int(firstHour))
    try out.array(standings.map(\.rawValue))
    try out.array(free)
    try out.memory(keys)
    try out.memory(line)
    for column in consents + lastConsents + sends + [activity, purchase, lineDay] {
      try column.write(to: out)
    }
    for column in bits { try out.memory(column) }
    let rows = otherLines.keys.sorted()
    let lines = rows.map { otherLines[$0] ?? [] }
    try out.array(rows)
    try out.array(lines.map { UInt32(truncatingIfNeeded: $0.count) })
    try out.array(lines.flatMap { $0.map(\.line) })
    try out.array(lines.flatMap { $0.map(\.day) })
  }

  /// Reads columns that were written under the same layout.
  ///
  /// - Throws: ``RawReader/Mismatch`` for what does not fit together, and what the reader throws.
  package init(_ layout: Layout, reading input: RawReader) throws {
    let count = try input.count(atMost: Int(Int32.max))
    self.init(layout, since: Timestamp(milliseconds: Int64(try input.number())))
    self.count = count
    firstHour = Int64(try input.number())
    standings = try input.array(of: UInt32.self).map { Outline.Standing(rawValue: $0) }
    free = try input.array(of: Int.self)
    keys = try input.memory(of: UInt32.self)
    line = try input.memory(of: UInt8.self)
    for index in consents.indices { consents[index] = try ShortColumn(reading: input) }
    for index in lastConsents.indices { lastConsents[index] = try ShortColumn(reading: input) }
    for index in sends.indices { sends[index] = try ShortColumn(reading: input) }
    activity = try ShortColumn(reading: input)
    purchase = try ShortColumn(reading: input)
    lineDay = try ShortColumn(reading: input)
    for index in bits.indices { bits[index] = try input.memory(of: UInt64.self) }
    try readOtherLines(input)
    try input.check(fitsTogether)
  }

  private mutating func readOtherLines(_ input: RawReader) throws {
    let rows = try input.array(of: UInt32.self)
    let counts = try input.array(of: UInt32.self)
    let lines = try input.array(of: UInt8.self)
    let days = try input.array(of: UInt16.self)
    try input.check(rows.count == counts.count && lines.count == days.count)
    otherLines.reserveCapacity(rows.count)
    var start = 0
    for (row, count) in zip(rows, counts) {
      let end = start + Int(count)
      try input.check(Int(row) < self.count && end <= lines.count)
      otherLines[row] = (start..<end).map { LineDay(line: lines[$0], day: days[$0]) }
      start = end
    }
    try input.check(start == lines.count)
  }

  /// Whether every column has as many rows as there are.
  private var fitsTogether: Bool {
    let rows = keys.count
    let always = consents + lastConsents + sends + [activity]
    let boughtRows = layout.form.lines.isEmpty ? 0 : rows
    return count <= rows && rows % 64 == 0 && free.count <= count
      && free.allSatisfy { 0..<count ~= $0 }
      && 2..<Int(Cell.firstDay) + 1 ~= standings.count
      && always.allSatisfy { $0.values.count == rows }
      && purchase.values.count == (layout.keepsPurchaseDay ? rows : 0)
      && line.count == boughtRows && lineDay.values.count == boughtRows
      && bits.allSatisfy { $0.isEmpty || $0.count == rows / 64 }
  }

  /// How many of these rows are known to have no contact point on a channel that needs one.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - open: Rows that do not count.
  /// - Returns: `nil` when the columns do not tell.
  package func rowsWithoutPoint(on channel: Channel, except open: [Int]) -> Int? {
    guard let index = layout.index(of: .reach(.isMissing, channel)) else { return nil }
    let column = bits[index]
    guard !column.isEmpty else { return 0 }
    let all = (0..<column.count).reduce(0) { $0 + column[$1].nonzeroBitCount }
    return all - open.count { column[$0 >> 6] & 1 << UInt64($0 & 63) != 0 }
  }
}

extension Layout {
  /// All that decides what stands in the columns, beside what the policy says of itself: two layouts of
  /// which this differs do not read each other's columns.
  package var description: String {
    let rules = gate.rules.map { rule in
      "\(rule.id) \(rule.code.rawValue) \(rule.role) \(String(describing: rule.validFrom)) "
        + "\(String(describing: rule.validTo)) \(rule.condition)"
    }
    let form = [
      "\(form.pairs)", "\(form.channels)", "\(form.lines)", "\(form.topics)", "\(form.counts)",
      "\(form.anchors.map { "\($0)" }.sorted())", "\(purposesWithConsentDay)", "\(bitColumnCount)",
    ]
    return ([gate.policy.version, "\(gate.zone)"] + form + rules).joined(separator: "\n")
  }
}
