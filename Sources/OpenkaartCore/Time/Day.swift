/// A civil date in the proleptic Gregorian calendar, years 1 to 9999.
///
/// A day has no zone. ``ZoneRules/day(of:)`` says on which day a moment falls somewhere, and
/// ``ZoneRules/start(of:)`` when a day begins there.
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, always within ``first`` and ``last``.
  public let number: Int32

  /// 0001-01-01.
  public static let first = Day(number: .min)
  /// 9999-12-31.
  public static let last = Day(number: .max)

  /// Makes the day `number` days after 1970-01-01; days outside years 1 to 9999 become the nearest.
  public init(number: Int32) {
    self.number = min(max(number, -719_162), 2_932_896)
  }

  /// Makes a day from its calendar fields, or `nil` when no such day exists.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, day >= 1,
      day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    number = Self.number(year: year, month: month, day: day)
  }

  /// Reads exactly `yyyy-MM-dd`, such as `2026-11-01`.
  public init?(iso text: some StringProtocol) {
    var scanner = FieldScanner(text)
    guard let day = Day(scanning: &scanner), scanner.isAtEnd else { return nil }
    self = day
  }

  /// Reads `yyyy-MM-dd` and leaves the scanner behind it.
  init?<Text>(scanning scanner: inout FieldScanner<Text>) {
    guard let year = scanner.digits(4), scanner.skip("-"),
      let month = scanner.digits(2), scanner.skip("-"),
      let day = scanner.digits(2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day {
  /// The year, 1 to 9999.
  public var year: Int { civil.year }
  /// The month, 1 to 12.
  public var month: Int { civil.month }
  /// The day of the month, 1 to 31.
  public var day: Int { civil.day }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  public var weekday: Int {
    // 1970-01-01 was a Thursday; 719_166 is a multiple of 7 that makes every number positive.
    (Int(number) + 3 + 719_166) % 7 + 1
  }

  /// The date as `yyyy-MM-dd`.
  public var iso: String {
    String(unsafeUninitializedCapacity: 10) { bytes in
      var text = FieldWriter(bytes)
      write(to: &text)
      return text.count
    }
  }

  /// Writes the date as `yyyy-MM-dd`.
  func write(to text: inout FieldWriter) {
    let (year, month, day) = civil
    text.append(year, width: 4)
    text.append("-")
    text.append(month, width: 2)
    text.append("-")
    text.append(day, width: 2)
  }

  /// Returns the day `days` later, at most ``last`` and at least ``first``.
  public func adding(days: Int) -> Day {
    Day(number: Int32(clamping: Int(number).addingSaturating(days)))
  }

  /// Returns the same day of the month `months` later.
  ///
  /// In a month without that day it is the last day of the month: one month after 31 January is 28
  /// or 29 February. Results outside years 1 to 9999 become ``first`` or ``last``.
  public func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let total = (year * 12 + month - 1).addingSaturating(months)
    guard total >= 12 else { return .first }
    guard total < 120_000 else { return .last }
    let newYear = total / 12
    let newMonth = total % 12 + 1
    let newDay = min(day, Self.length(ofMonth: newMonth, year: newYear))
    return Day(number: Self.number(year: newYear, month: newMonth, day: newDay))
  }
}

extension Day {
  /// Year, month and day in one go.
  ///
  /// - SeeAlso: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  var civil: (year: Int, month: Int, day: Int) {
    // Counted from 0000-03-01, so that the leap day ends its year. At least 306, so never negative.
    let shifted = Int(number) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day)
  }

  /// The inverse of ``civil``, for fields that are already known to be a day.
  private static func number(year: Int, month: Int, day: Int) -> Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension FixedWidthInteger {
  /// The sum, or the nearest representable value when it does not fit.
  func addingSaturating(_ other: Self) -> Self {
    let (sum, didOverflow) = addingReportingOverflow(other)
    return didOverflow ? (other < 0 ? .min : .max) : sum
  }
}
