import Foundation
import OpenkaartCore

/// The civil calendar as a list of days, walked one by one from 1800 to 2299.
enum ReferenceDays {
  struct Date: Hashable {
    let year: Int
    let month: Int
    let day: Int
  }

  static let all: [Date] = {
    var dates: [Date] = []
    for year in 1800..<2300 {
      for month in 1...12 {
        for day in 1...length(ofMonth: month, year: year) {
          dates.append(Date(year: year, month: month, day: day))
        }
      }
    }
    return dates
  }()

  /// The place of 1970-01-01 in the list.
  private static let epoch = all.firstIndex(of: Date(year: 1970, month: 1, day: 1)) ?? 0

  /// Where each month starts in the list.
  private static let months = all.indices.filter { all[$0].day == 1 }

  static func length(ofMonth month: Int, year: Int) -> Int {
    if month == 2 { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  static func date(_ number: Int) -> Date { all[min(max(number + epoch, 0), all.count - 1)] }

  static func number(_ date: Date) -> Int {
    months[(date.year - 1800) * 12 + date.month - 1] + date.day - 1 - epoch
  }

  // The same day of a later month; "a month without that day ends on its last day".
  static func adding(months count: Int, to number: Int) -> Int {
    let start = date(number)
    var year = start.year
    var month = start.month
    for _ in 0..<count {
      month += 1
      if month == 13 {
        month = 1
        year += 1
      }
    }
    let day = min(start.day, length(ofMonth: month, year: year))
    return Self.number(Date(year: year, month: month, day: day))
  }

  /// Reads `2011-03-01` as a day number.
  static func number(iso text: String) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, 1800..<2300 ~= parts[0], 1...12 ~= parts[1],
      1...length(ofMonth: parts[1], year: parts[0]) ~= parts[2]
    else { return nil }
    return number(Date(year: parts[0], month: parts[1], day: parts[2]))
  }
}

/// The clock of one zone, found by asking Foundation for every day from 1990 to 2050.
struct ReferenceZone {
  let name: String
  /// From which moment on which offset holds, in milliseconds, oldest first.
  let changes: [(from: Int64, offset: Int64)]

  init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    func offset(_ second: Int64) -> Int64 {
      Int64(zone.secondsFromGMT(for: Foundation.Date(timeIntervalSince1970: Double(second))))
    }
    var changes: [(from: Int64, offset: Int64)] = [(.min, offset(631_152_000) * 1000)]
    for day in stride(from: Int64(631_152_000), to: 2_524_608_000, by: 86_400) {
      let next = offset(day + 86_400)
      guard next != offset(day) else { continue }
      // The first second of this day with the new offset.
      var before = day
      var after = day + 86_400
      while after - before > 1 {
        let middle = (before + after) / 2
        if offset(middle) == next { after = middle } else { before = middle }
      }
      changes.append((after * 1000, next * 1000))
    }
    self.name = name
    self.changes = changes
  }

  func offset(at moment: Int64) -> Int64 {
    for change in changes.reversed() where change.from <= moment { return change.offset }
    return 0
  }

  /// The number of the day on which a moment falls here.
  func day(of moment: Timestamp) -> Int {
    let local = Double(moment.milliseconds + offset(at: moment.milliseconds))
    return Int((local / 86_400_000).rounded(.down))
  }

  /// The first moment of a day here: halving the two days around midnight UTC.
  func start(ofDay number: Int) -> Timestamp {
    var before = Int64(number) * 86_400_000 - 86_400_000
    var after = before + 2 * 86_400_000
    while after - before > 1 {
      let middle = (before + after) / 2
      if day(of: Timestamp(milliseconds: middle)) >= number {
        after = middle
      } else {
        before = middle
      }
    }
    return Timestamp(milliseconds: after)
  }

  /// The minute of the day that the clock shows.
  func minute(at moment: Timestamp) -> Int {
    let local = moment.milliseconds + offset(at: moment.milliseconds)
    let minutes = Int((Double(local) / 60_000).rounded(.down))
    return ((minutes % 1440) + 1440) % 1440
  }

  // "Spans in months, years or days are calendar spans … whose last day counts whole; spans in hours
  // are exact durations": the first moment after the span.
  func end(of span: OpenkaartCore.Span, from start: Timestamp) -> Timestamp {
    switch span.unit {
    case .hours:
      Timestamp(milliseconds: start.milliseconds + Int64(span.count) * 3_600_000)
    case .days, .months: end(of: span, fromDay: day(of: start))
    }
  }

  /// The first moment after a span that counts from a day; hours count from its start.
  func end(of span: OpenkaartCore.Span, fromDay day: Int) -> Timestamp {
    switch span.unit {
    case .hours: end(of: span, from: start(ofDay: day))
    case .days: start(ofDay: day + span.count + 1)
    case .months: start(ofDay: ReferenceDays.adding(months: span.count, to: day) + 1)
    }
  }
}

/// The zones of a test, by name.
struct ReferenceZones {
  private let zones: [String: ReferenceZone]

  init(_ names: [String]) {
    zones = Dictionary(
      uniqueKeysWithValues: Set(names).compactMap { name in
        ReferenceZone(name).map { (name, $0) }
      })
  }

  subscript(name: String) -> ReferenceZone? { zones[name] }

  static let usual = ReferenceZones([
    "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
  ])
}

// "Frequency and bounce windows are exact durations (1 day = 24 h, 1 week = 168 h, 1 month = 30
// days)."
func referenceWindow(_ span: OpenkaartCore.Span) -> Int64 {
  switch span.unit {
  case .hours: Int64(span.count) * 3_600_000
  case .days: Int64(span.count) * 24 * 3_600_000
  case .months: Int64(span.count) * 30 * 24 * 3_600_000
  }
}
