/// A moment: whole milliseconds UTC since 1970-01-01T00:00:00Z, within years 1 to 9999.
///
/// Whole milliseconds, so that a moment hashes and prints the same everywhere. Leap seconds do not
/// exist here: every day has 86,400 seconds.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// 0001-01-01T00:00:00Z.
  public static let distantPast = Timestamp(milliseconds: .min)
  /// 9999-12-31T23:59:59.999Z.
  public static let distantFuture = Timestamp(milliseconds: .max)

  static let millisecondsPerDay: Int64 = 86_400_000
  private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// Makes a moment; one outside years 1 to 9999 becomes the nearest inside.
  public init(milliseconds: Int64) {
    self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Returns the moment `milliseconds` later, at most ``distantFuture``, at least ``distantPast``.
  public func advanced(by milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: self.milliseconds.addingSaturating(milliseconds))
  }
}

extension Timestamp {
  /// Reads a moment such as `2026-11-01T09:30:00.250+01:00`.
  ///
  /// Takes 1 to 9 fraction digits and drops what is finer than a millisecond. Refuses a space
  /// instead of `T`, a leap second (`:60`), a date that does not exist, and a moment that falls
  /// outside years 1 to 9999 in UTC.
  ///
  /// - SeeAlso: RFC 3339, section 5.6.
  public init?(rfc3339 text: some StringProtocol) {
    var scanner = FieldScanner(text)
    guard let day = Day(scanning: &scanner), scanner.skip("T") || scanner.skip("t"),
      let time = Self.millisecondOfDay(scanning: &scanner),
      let offset = Self.offsetMinutes(scanning: &scanner), scanner.isAtEnd
    else { return nil }
    let utc = Int64(day.number) * Self.millisecondsPerDay + time - offset * 60_000
    guard Self.range.contains(utc) else { return nil }
    milliseconds = utc
  }

  /// `HH:mm:ss` and the optional fraction.
  private static func millisecondOfDay<Text>(
    scanning scanner: inout FieldScanner<Text>
  ) -> Int64? {
    guard let hour = scanner.digits(2), hour < 24, scanner.skip(":"),
      let minute = scanner.digits(2), minute < 60, scanner.skip(":"),
      let second = scanner.digits(2), second < 60
    else { return nil }
    var time = ((hour * 60 + minute) * 60 + second) * 1000
    if scanner.skip(".") {
      guard let first = scanner.digit() else { return nil }
      time += first * 100
      var unit = 10
      for _ in 1..<9 {
        guard let digit = scanner.digit() else { break }
        time += digit * unit
        unit /= 10
      }
    }
    return Int64(time)
  }

  /// `Z` or `±hh:mm`.
  private static func offsetMinutes<Text>(scanning scanner: inout FieldScanner<Text>) -> Int64? {
    if scanner.skip("Z") || scanner.skip("z") { return 0 }
    let isWest = scanner.skip("-")
    guard isWest || scanner.skip("+"), let hour = scanner.digits(2), hour < 24,
      scanner.skip(":"), let minute = scanner.digits(2), minute < 60
    else { return nil }
    let minutes = Int64(hour * 60 + minute)
    return isWest ? -minutes : minutes
  }

  /// The moment as RFC 3339 text by a clock `offsetSeconds` east of UTC.
  ///
  /// The fraction, three digits, is written only for a moment that is not a whole second. RFC 3339
  /// has whole minutes below 24 hours: a finer offset is rounded towards zero and a larger one
  /// limited, and the clock shown follows, so the text always means this very moment. Where the
  /// local year would not be 1 to 9999 the text is in UTC.
  public func rfc3339(offsetSeconds: Int32 = 0) -> String {
    var offset = min(max(offsetSeconds / 60, -1439), 1439)
    var local = milliseconds + Int64(offset) * 60_000
    if !Self.range.contains(local) {
      offset = 0
      local = milliseconds
    }
    let (dayNumber, time) = local.flooredQuotientAndRemainder(by: Self.millisecondsPerDay)

    return String(unsafeUninitializedCapacity: 32) { bytes in
      var text = FieldWriter(bytes)
      Day(number: Int32(clamping: dayNumber)).write(to: &text)
      text.append("T")
      Self.append(millisecondOfDay: Int(time), to: &text)
      Self.append(offsetMinutes: Int(offset), to: &text)
      return text.count
    }
  }

  private static func append(millisecondOfDay time: Int, to text: inout FieldWriter) {
    text.append(time / 3_600_000, width: 2)
    text.append(":")
    text.append(time / 60_000 % 60, width: 2)
    text.append(":")
    text.append(time / 1000 % 60, width: 2)
    guard time % 1000 != 0 else { return }
    text.append(".")
    text.append(time % 1000, width: 3)
  }

  private static func append(offsetMinutes: Int, to text: inout FieldWriter) {
    guard offsetMinutes != 0 else {
      text.append("Z")
      return
    }
    text.append(offsetMinutes < 0 ? "-" : "+")
    text.append(abs(offsetMinutes) / 60, width: 2)
    text.append(":")
    text.append(abs(offsetMinutes) % 60, width: 2)
  }
}

extension Int64 {
  /// Quotient rounded down and the remainder that goes with it, `0..<divisor`.
  func flooredQuotientAndRemainder(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
