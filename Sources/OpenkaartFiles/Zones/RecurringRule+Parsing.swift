extension RecurringRule {
  /// Reads the `TZ` text, or `nil` when it is not one.
  ///
  /// The rule must name both changes: what to do without them is left open by POSIX.
  init?(parsing text: [UInt8]) {
    var scanner = Scanner(text: text[...])
    guard scanner.skipName(), let west = scanner.offset() else { return nil }
    standardOffset = Int32(-west)
    if scanner.isAtEnd {
      daylight = nil
      return
    }
    guard scanner.skipName() else { return nil }
    var daylightOffset = -west + 3_600
    if !scanner.skip(",") {
      guard let west = scanner.offset(), scanner.skip(",") else { return nil }
      daylightOffset = -west
    }
    guard let start = scanner.moment(), scanner.skip(","), let end = scanner.moment(),
      scanner.isAtEnd
    else { return nil }
    daylight = Daylight(offset: Int32(daylightOffset), start: start, end: end)
  }
}

/// Reads the parts of a `TZ` text; each returns `nil` where the part is not there.
private struct Scanner {
  var text: ArraySlice<UInt8>

  var isAtEnd: Bool { text.isEmpty }

  mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard let first = text.first, UInt32(first) == byte.value else { return false }
    text.removeFirst()
    return true
  }

  /// `CET`, or between angle brackets letters, digits and signs: `<+03>`.
  mutating func skipName() -> Bool {
    if skip("<") {
      let name = text.prefix { isLetter($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2D }
      text = text.dropFirst(name.count)
      return name.count >= 3 && skip(">")
    }
    let name = text.prefix(while: isLetter)
    text = text.dropFirst(name.count)
    return name.count >= 3
  }

  /// Seconds in `[+-]hh[:mm[:ss]]`, at most 24 hours; POSIX counts westwards.
  mutating func offset() -> Int? {
    guard let seconds = time(), abs(seconds) <= 86_400 else { return nil }
    return seconds
  }

  /// Seconds in `[+-]hhh[:mm[:ss]]`, at most 167 hours.
  mutating func time() -> Int? {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard let hours = number(upTo: 167) else { return nil }
    var seconds = hours * 3_600
    if skip(":") {
      guard let minutes = number(upTo: 59) else { return nil }
      seconds += minutes * 60
      if skip(":") {
        guard let rest = number(upTo: 59) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  /// A date and `/time`, which is 02:00 when it is not written.
  mutating func moment() -> YearlyMoment? {
    guard let date = date() else { return nil }
    guard skip("/") else { return YearlyMoment(date: date, seconds: 7_200) }
    guard let seconds = time() else { return nil }
    return YearlyMoment(date: date, seconds: seconds)
  }

  private mutating func date() -> YearlyMoment.Date? {
    if skip("J") {
      guard let day = number(upTo: 365), day >= 1 else { return nil }
      return .julian(day)
    }
    if skip("M") {
      guard let month = number(upTo: 12), month >= 1, skip("."),
        let week = number(upTo: 5), week >= 1, skip("."),
        let weekday = number(upTo: 6)
      else { return nil }
      return .weekday(weekday, week: week, month: month)
    }
    guard let day = number(upTo: 365) else { return nil }
    return .dayOfYear(day)
  }

  /// One to three digits.
  private mutating func number(upTo limit: Int) -> Int? {
    let digits = text.prefix(while: isDigit)
    guard 1...3 ~= digits.count else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard value <= limit else { return nil }
    text = text.dropFirst(digits.count)
    return value
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    0x41...0x5A ~= byte || 0x61...0x7A ~= byte
  }

  private func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
