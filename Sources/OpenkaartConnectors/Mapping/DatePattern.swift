internal import OpenkaartCore

/// How a file writes dates: `dd-MM-yyyy`, `d-M-yy HH:mm`, `yyyyMMdd`, or the word `iso`.
///
/// The letters are those of spreadsheets: `yyyy` four digits of the year, `yy` two (70 to 99 are
/// 1970 to 1999, the rest 2000 to 2069), `MM` or `dd` exactly two digits, `M` or `d` one or two,
/// likewise `HH`, `H`, `mm` and `ss`. Everything else stands for itself, and a space for any white
/// space. `iso` is a day `2026-11-01`, a local time `2026-11-01T10:00` (a space may stand for the
/// `T`, seconds may follow) or a moment with its offset (`+01:00`, `+0100`, `Z` or `UTC`, with or
/// without a space before it).
public struct DatePattern: Hashable, Sendable {
  public let text: String
  private let parts: [Part]

  private enum Part: Hashable {
    case year
    case shortYear
    case month(digits: ClosedRange<Int>)
    case day(digits: ClosedRange<Int>)
    case hour(digits: ClosedRange<Int>)
    case minute
    case second
    case literal(UInt8)
    case space
  }

  /// What a date says: a day, with or without a time by the local clock, or an exact moment.
  enum Reading: Hashable {
    case day(Day)
    case local(Day, milliseconds: Int64)
    case moment(Timestamp)
  }

  public static let iso = DatePattern(text: "iso", parts: [])

  private init(text: String, parts: [Part]) {
    self.text = text
    self.parts = parts
  }

  /// Reads a pattern; `nil` unless it has a day, a month and a year, each once.
  public init?(_ text: String) {
    guard text != "iso" else {
      self = .iso
      return
    }
    guard text.utf8.count <= 64, let parts = Self.parts(of: text) else { return nil }
    let dates = parts.filter {
      switch $0 {
      case .year, .shortYear, .month, .day: true
      default: false
      }
    }
    let years = parts.count { $0 == .year || $0 == .shortYear }
    let times = parts.filter {
      switch $0 {
      case .hour, .minute, .second: true
      default: false
      }
    }
    let hasHour = times.contains {
      if case .hour = $0 { true } else { false }
    }
    let isWhole = times.isEmpty || (hasHour && Set(times).count == times.count)
    guard dates.count == 3, years == 1, Set(dates.map(Self.name)).count == 3, isWhole
    else { return nil }
    self.text = text
    self.parts = parts
  }

  private static func name(_ part: Part) -> String {
    switch part {
    case .year, .shortYear: "y"
    case .month: "M"
    default: "d"
    }
  }

  private static func parts(of text: String) -> [Part]? {
    var parts: [Part] = []
    var rest = text.utf8[...]
    while let letter = rest.first {
      let run = rest.prefix { $0 == letter }.count
      rest = rest.dropFirst(run)
      switch (letter, run) {
      case (UInt8(ascii: "y"), 4): parts.append(.year)
      case (UInt8(ascii: "y"), 2): parts.append(.shortYear)
      case (UInt8(ascii: "M"), 1...2): parts.append(.month(digits: run...2))
      case (UInt8(ascii: "d"), 1...2): parts.append(.day(digits: run...2))
      case (UInt8(ascii: "H"), 1...2): parts.append(.hour(digits: run...2))
      case (UInt8(ascii: "m"), 2): parts.append(.minute)
      case (UInt8(ascii: "s"), 2): parts.append(.second)
      case (UInt8(ascii: " "), _): parts.append(.space)
      case (UInt8(ascii: "T"), 1): parts.append(.literal(letter))
      case (UInt8(ascii: "A")...UInt8(ascii: "Z"), _), (UInt8(ascii: "a")...UInt8(ascii: "z"), _):
        return nil
      default: parts += Array(repeating: .literal(letter), count: run)
      }
    }
    return parts
  }
}

extension DatePattern {
  /// Reads a whole cell; `nil` if it is not so written or no such day or time exists.
  func reading(of cell: String) -> Reading? {
    guard !parts.isEmpty else { return Self.isoReading(of: cell) }
    var digits = Digits(cell)
    var date: (year: Int, month: Int, day: Int) = (0, 0, 0)
    var time: Int64?
    for part in parts {
      switch part {
      case .year: date.year = digits.take(4...4) ?? 0
      case .shortYear: date.year = digits.take(2...2).map { $0 + ($0 < 70 ? 2000 : 1900) } ?? 0
      case .month(let width): date.month = digits.take(width) ?? 0
      case .day(let width): date.day = digits.take(width) ?? 0
      case .hour(let width):
        guard let hour = digits.take(width), hour < 24 else { return nil }
        time = (time ?? 0) + Int64(hour) * 3_600_000
      case .minute:
        guard let minute = digits.take(2...2), minute < 60 else { return nil }
        time = (time ?? 0) + Int64(minute) * 60_000
      case .second:
        guard let second = digits.take(2...2), second < 60 else { return nil }
        time = (time ?? 0) + Int64(second) * 1000
      case .literal(let byte): guard digits.skip(byte) else { return nil }
      case .space: guard digits.skipSpace() else { return nil }
      }
    }
    guard digits.isAtEnd, let day = Day(year: date.year, month: date.month, day: date.day)
    else { return nil }
    return time.map { .local(day, milliseconds: $0) } ?? .day(day)
  }

  private static let isoLocal = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"]
    .compactMap { DatePattern($0) }

  private static func isoReading(of cell: String) -> Reading? {
    if let day = Day(iso: cell) { return .day(day) }
    guard cell.utf8.count >= 16, let space = cell.utf8.dropFirst(10).first,
      space == UInt8(ascii: "T") || space == UInt8(ascii: " ")
    else { return nil }
    let start = cell.utf8.index(cell.startIndex, offsetBy: 10)
    let time = cell[cell.utf8.index(after: start)...]
    if let moment = Timestamp(rfc3339: cell[..<start] + "T" + withOffset(time)) {
      return .moment(moment)
    }
    return isoLocal.lazy.compactMap { $0.reading(of: cell[..<start] + " " + time) }.first
  }

  /// The time with its offset as RFC 3339 has it: many tools leave out the colon or write a space.
  private static func withOffset(_ time: Substring) -> Substring {
    if time.hasSuffix(" UTC") { return time.dropLast(4) + "Z" }
    let bytes = Array(time.utf8)
    guard let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") })
    else { return time }
    let clock = bytes[..<(sign > 0 && bytes[sign - 1] == UInt8(ascii: " ") ? sign - 1 : sign)]
    var offset = Array(bytes[sign...])
    if offset.count == 5 { offset.insert(UInt8(ascii: ":"), at: 3) }
    return String(decoding: clock + offset, as: UTF8.self)[...]
  }

  /// Takes digits and marks from a cell, byte by byte.
  private struct Digits {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ width: ClosedRange<Int>) -> Int? {
      var value = 0
      var count = 0
      while count < width.upperBound, let byte = rest.first,
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      {
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        count += 1
        rest = rest.dropFirst()
      }
      return count >= width.lowerBound ? value : nil
    }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard rest.first == byte else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func skipSpace() -> Bool {
      let before = rest.count
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return rest.count < before
    }
  }
}

extension ZoneRules {
  /// The moment at which the local clock shows a time on a day.
  ///
  /// A time that the clock shows twice is the first one; one that it skips is as long after the
  /// change as it would have been.
  func moment(on day: Day, milliseconds: Int64) -> Timestamp {
    let dayLength: Int64 = 86_400_000
    let local = Timestamp(milliseconds: Int64(day.number) * dayLength + milliseconds)
    let before = offset(at: local.advanced(by: -dayLength))
    let after = offset(at: local.advanced(by: dayLength))
    for offset in [max(before, after), min(before, after)] {
      let moment = local.advanced(by: -Int64(offset) * 1000)
      if self.offset(at: moment) == offset { return moment }
    }
    return local.advanced(by: -Int64(before) * 1000)
  }
}
