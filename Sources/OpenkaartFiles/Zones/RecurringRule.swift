import OpenkaartCore

/// How a clock changes every year: the `TZ` text of POSIX, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// - SeeAlso: RFC 9636, section 3.3; POSIX.1-2017, section 8.3.
struct RecurringRule: Hashable {
  /// The last year for which changes are made.
  static let lastYear = 2100

  /// Seconds east of UTC in standard time.
  let standardOffset: Int32
  let daylight: Daylight?

  /// Daylight saving time, or whatever else takes turns with standard time.
  struct Daylight: Hashable {
    let offset: Int32
    let start: YearlyMoment
    let end: YearlyMoment
  }

  /// The changes strictly after `last`, in seconds since 1970, through ``lastYear``, ascending.
  ///
  /// There are none without daylight saving time: the last transition of a file must already agree
  /// with its rule. Changes before 1900 are left out.
  func changes(after last: Int64) -> [(at: Int64, offset: Int32)] {
    guard let daylight else { return [] }
    // A rule moves a change at most a week out of its year; see `YearlyMoment.seconds`.
    let day = Day(number: Int32(clamping: last / 86_400))
    let firstYear = max(1900, day.year - 1)
    guard firstYear <= Self.lastYear else { return [] }
    var changes: [(at: Int64, isDaylight: Bool)] = []
    for year in firstYear...Self.lastYear {
      let start = daylight.start.localSeconds(in: year) - Int64(standardOffset)
      let end = daylight.end.localSeconds(in: year) - Int64(daylight.offset)
      changes.append((start, true))
      changes.append((end, false))
    }
    // Where one period ends as the next begins, as in all-year daylight saving time, it goes on.
    changes.sort { ($0.at, $0.isDaylight ? 1 : 0) < ($1.at, $1.isDaylight ? 1 : 0) }
    var result: [(at: Int64, offset: Int32)] = []
    result.reserveCapacity(changes.count)
    for change in changes where change.at > last {
      if result.last?.at == change.at { result.removeLast() }
      result.append((change.at, change.isDaylight ? daylight.offset : standardOffset))
    }
    return result
  }
}

/// A day and time that come once a year, by the local clock.
struct YearlyMoment: Hashable {
  enum Date: Hashable {
    /// `Jn`: the day of a year that never counts 29 February, 1 to 365.
    case julian(Int)
    /// `n`: the day of the year, 0 to 365.
    case dayOfYear(Int)
    /// `Mm.w.d`: weekday `d`, 0 for Sunday, in week `w` of month `m`; week 5 is the last.
    case weekday(Int, week: Int, month: Int)
  }

  let date: Date
  /// Seconds after the midnight that begins ``date``; may be negative, and more than a day.
  let seconds: Int

  /// Seconds since 1970 as if the local clock were UTC.
  func localSeconds(in year: Int) -> Int64 {
    let day =
      switch date {
      case .julian(let number):
        firstDay(year, 1) + number - 1 + (number >= 60 && isLeap(year) ? 1 : 0)
      case .dayOfYear(let number):
        firstDay(year, 1) + number
      case .weekday(let weekday, let week, let month):
        dayNumber(weekday, week: week, month: month, year: year)
      }
    return Int64(day) * 86_400 + Int64(seconds)
  }

  private func dayNumber(_ weekday: Int, week: Int, month: Int, year: Int) -> Int {
    let first = firstDay(year, month)
    let next = month == 12 ? firstDay(year + 1, 1) : firstDay(year, month + 1)
    // Sunday is 7 in `Day` and 0 here.
    let firstWeekday = Day(number: Int32(clamping: first)).weekday % 7
    var day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
    if day >= next { day -= 7 }
    return day
  }

  private func firstDay(_ year: Int, _ month: Int) -> Int {
    Int((Day(year: year, month: month, day: 1) ?? .first).number)
  }

  private func isLeap(_ year: Int) -> Bool {
    firstDay(year, 3) - firstDay(year, 2) == 29
  }
}
