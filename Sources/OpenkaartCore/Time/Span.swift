/// A span of time as a policy says it: `24 months`, `7 days`, `72 hours`.
///
/// Hours are exact. Days and months are calendar spans, and weeks and years are read as 7 days and
/// 12 months, so `2 years` and `24 months` are equal.
public struct Span: Hashable, Sendable {
  /// What a span counts.
  public enum Unit: Hashable, Sendable {
    case hours
    case days
    case months

    /// The longest span: 100 years.
    var limit: Int {
      switch self {
      case .hours: 878_400
      case .days: 36_600
      case .months: 1_200
      }
    }
  }

  public let unit: Unit
  /// How many units; at least 1.
  public let count: Int

  /// Makes a span, or `nil` outside 1 to 1,200 months, 36,600 days or 878,400 hours.
  public init?(_ count: Int, _ unit: Unit) {
    guard count >= 1, count <= unit.limit else { return nil }
    self.count = count
    self.unit = unit
  }

  /// Reads a number without leading zeros, one space, and a unit from `hour` to `years`.
  public init?(parsing text: some StringProtocol) {
    var scanner = FieldScanner(text)
    guard var count = scanner.digit(), count > 0 else { return nil }
    for _ in 1..<6 {
      guard let digit = scanner.digit() else { break }
      count = count * 10 + digit
    }
    guard scanner.skip(" "), let space = text.firstIndex(of: " ") else { return nil }
    switch text[text.index(after: space)...] {
    case "hour", "hours": self.init(count, .hours)
    case "day", "days": self.init(count, .days)
    case "week", "weeks": self.init(count * 7, .days)
    case "month", "months": self.init(count, .months)
    case "year", "years": self.init(count * 12, .months)
    default: return nil
    }
  }

  /// The span as ``init(parsing:)`` reads it, in hours, days or months.
  public var text: String {
    let name =
      switch unit {
      case .hours: "hour"
      case .days: "day"
      case .months: "month"
      }
    return count == 1 ? "1 \(name)" : "\(count) \(name)s"
  }
}

extension Span {
  /// The length as a rolling window: a day is 24 hours, a month 30 days.
  public var windowMilliseconds: Int64 {
    let hour: Int64 = 3_600_000
    return switch unit {
    case .hours: Int64(count) * hour
    case .days: Int64(count) * 24 * hour
    case .months: Int64(count) * 30 * 24 * hour
    }
  }

  /// Whether the span that starts at `start` has ended at `moment`.
  ///
  /// The calendar is asked only when the bare number of milliseconds does not tell.
  public func hasEnded(at moment: Timestamp, since start: Timestamp, in zone: ZoneRules) -> Bool {
    let passed = moment.milliseconds &- start.milliseconds
    // At the end of time a span ends early; that is left to the calendar.
    if moment < .distantFuture {
      if passed < shortestMilliseconds { return false }
      if passed > longestMilliseconds { return true }
    }
    return end(after: start, in: zone) <= moment
  }

  /// No span of this count lasts shorter, whatever the calendar and the clock changes.
  private var shortestMilliseconds: Int64 {
    let day: Int64 = 86_400_000
    return switch unit {
    case .hours: windowMilliseconds
    case .days: Int64(count - 2) * day
    case .months: Int64(count * 28 - 2) * day
    }
  }

  /// No span of this count lasts longer, whatever the calendar and the clock changes.
  var longestMilliseconds: Int64 {
    let day: Int64 = 86_400_000
    return switch unit {
    case .hours: windowMilliseconds
    case .days: Int64(count + 3) * day
    case .months: Int64(count * 31 + 3) * day
    }
  }

  /// Returns the first moment after the span that starts at `start`.
  ///
  /// Hours are exact. Days and months count from the calendar day on which `start` falls in `zone`.
  /// The last day counts whole, so the end is the start of the day after it.
  public func end(after start: Timestamp, in zone: ZoneRules) -> Timestamp {
    let day = zone.day(of: start)
    let lastDay: Day
    switch unit {
    case .hours: return start.advanced(by: windowMilliseconds)
    case .days: lastDay = day.adding(days: count)
    case .months: lastDay = day.adding(months: count)
    }
    guard lastDay < .last else { return .distantFuture }
    return zone.start(of: lastDay.adding(days: 1))
  }
}
