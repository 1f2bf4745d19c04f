public import OpenkaartCore

/// The compiled time zone file that `zic` writes, as under `/usr/share/zoneinfo`.
///
/// Reads versions 1 to 4, without leap seconds. The rule in the footer, which says how the clock
/// goes on after the last transition, is written out as transitions through the year 2100; from
/// then on the offset stays.
///
/// - SeeAlso: RFC 9636; RFC 8536.
public enum TZif {
  /// Reads the rules of one zone.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; it may be hostile.
  ///   - name: The IANA name the rules get; the file does not hold it.
  /// - Returns: The rules, with no transition after the year 2100.
  /// - Throws: ``TZifError`` when the bytes are not such a file.
  public static func rules(in bytes: [UInt8], name: String) throws(TZifError) -> ZoneRules {
    var reader = ByteReader(bytes)
    let first = try Header(&reader)
    var table: Table
    var rule: RecurringRule?
    if first.version == 0 {
      table = try Table(&reader, header: first, timeWidth: 4)
    } else {
      try reader.skip(first.bodyLength(timeWidth: 4))
      let second = try Header(&reader)
      table = try Table(&reader, header: second, timeWidth: 8)
      rule = try footer(&reader)
    }
    if let rule {
      table.extend(by: rule)
    }
    return try table.rules(name: name)
  }

  /// The text between two line feeds after the second block, or `nil` when it is empty.
  private static func footer(_ reader: inout ByteReader) throws(TZifError) -> RecurringRule? {
    let lineFeed: UInt8 = 0x0A
    guard try reader.byte() == lineFeed else { throw .unreadableFooter }
    var text: [UInt8] = []
    while true {
      let byte = try reader.byte()
      if byte == lineFeed { break }
      text.append(byte)
      guard text.count <= 256 else { throw .unreadableFooter }
    }
    if text.isEmpty { return nil }
    guard let rule = RecurringRule(parsing: text) else { throw .unreadableFooter }
    return rule
  }
}

/// The 44 bytes before a block of data.
private struct Header {
  let version: UInt8
  let utcIndicators: Int
  let standardIndicators: Int
  let leapSeconds: Int
  let transitions: Int
  let types: Int
  let designationBytes: Int

  init(_ reader: inout ByteReader) throws(TZifError) {
    for expected in "TZif".utf8 {
      guard try reader.byte() == expected else { throw .notTZif }
    }
    version = try reader.byte()
    guard version == 0 || 0x32...0x39 ~= version else { throw .unknownVersion }
    try reader.skip(15)
    utcIndicators = try reader.count()
    standardIndicators = try reader.count()
    leapSeconds = try reader.count()
    transitions = try reader.count()
    types = try reader.count()
    designationBytes = try reader.count()
  }

  func bodyLength(timeWidth: Int) -> Int {
    transitions * (timeWidth + 1) + types * 6 + designationBytes
      + leapSeconds * (timeWidth + 4) + standardIndicators + utcIndicators
  }
}

/// The transitions and offsets of one block.
private struct Table {
  var initialOffset: Int32
  /// Seconds since 1970 and the offset from then on.
  var transitions: [(at: Int64, offset: Int32)]

  init(_ reader: inout ByteReader, header: Header, timeWidth: Int) throws(TZifError) {
    guard header.leapSeconds == 0 else { throw .leapSeconds }
    guard header.types > 0 else { throw .noTimeTypes }
    // Before anything is allocated: the bytes the header promises must be there.
    guard header.bodyLength(timeWidth: timeWidth) <= reader.remaining else { throw .truncated }

    var times: [Int64] = []
    times.reserveCapacity(header.transitions)
    for _ in 0..<header.transitions {
      times.append(try reader.integer(width: timeWidth))
    }
    var indices: [Int] = []
    indices.reserveCapacity(header.transitions)
    for _ in 0..<header.transitions {
      indices.append(Int(try reader.byte()))
    }
    var offsets: [Int32] = []
    for _ in 0..<header.types {
      offsets.append(Int32(truncatingIfNeeded: try reader.integer(width: 4)))
      try reader.skip(2)
    }
    try reader.skip(header.designationBytes + header.standardIndicators + header.utcIndicators)

    initialOffset = offsets[0]
    transitions = []
    transitions.reserveCapacity(header.transitions + 2 * 70)
    for (at, index) in zip(times, indices) {
      guard offsets.indices ~= index else { throw .unknownTimeType }
      if let last = transitions.last, last.at >= at { throw .transitionsNotAscending }
      transitions.append((at, offsets[index]))
    }
  }

  /// Adds the changes `rule` makes after the last transition.
  mutating func extend(by rule: RecurringRule) {
    let last = transitions.last?.at ?? .min
    for change in rule.changes(after: last) {
      transitions.append(change)
    }
  }

  /// Transitions outside the years of ``Timestamp`` are before its first moment or never come.
  func rules(name: String) throws(TZifError) -> ZoneRules {
    let first = Timestamp.distantPast.milliseconds / 1000
    let last = Timestamp.distantFuture.milliseconds / 1000
    var initial = initialOffset
    var kept: [(at: Timestamp, offset: Int32)] = []
    kept.reserveCapacity(transitions.count)
    for (at, offset) in transitions where at <= last {
      if at <= first {
        initial = offset
      } else {
        kept.append((Timestamp(milliseconds: at * 1000), offset))
      }
    }
    guard let rules = ZoneRules(name: name, initialOffset: initial, transitions: kept) else {
      throw .unusableOffset
    }
    return rules
  }
}

/// Big-endian numbers from an array, checked.
private struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  mutating func byte() throws(TZifError) -> UInt8 {
    guard position < bytes.count else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func skip(_ count: Int) throws(TZifError) {
    guard count <= remaining else { throw .truncated }
    position += count
  }

  /// A signed number of 4 or 8 bytes.
  mutating func integer(width: Int) throws(TZifError) -> Int64 {
    var value: Int64 = 0
    for _ in 0..<width {
      value = value << 8 | Int64(try byte())
    }
    return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : value
  }

  /// A number of records; real zones have a few hundred.
  mutating func count() throws(TZifError) -> Int {
    let value = try integer(width: 4)
    guard 0...100_000 ~= value else { throw .tooLarge }
    return Int(value)
  }
}
