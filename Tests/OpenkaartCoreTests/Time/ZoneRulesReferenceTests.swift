import Foundation
import OpenkaartCore
import OpenkaartFiles
import Testing

/// The zones the differential tests run over, each for a reason.
private let zoneNames = [
  "Europe/Amsterdam", "America/New_York",
  // Half an hour of daylight saving time.
  "Australia/Lord_Howe",
  // The clock went forward at midnight.
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  // Two changes around every Ramadan.
  "Africa/Casablanca",
  // Left out 30 December 2011.
  "Pacific/Apia",
  "UTC",
]

struct ZoneRulesReferenceTests {
  private let first = Timestamp(milliseconds: 631_152_000_000)  // 1990-01-01
  private let last = Timestamp(milliseconds: 2_871_763_200_000)  // 2061-01-01

  @Test(arguments: zoneNames) func `offsets around every change agree with Foundation`(name: String)
    throws
  {
    let rules = try #require(ZoneTable.system(names: [name])[name])
    let reference = try #require(TimeZone(identifier: name))
    var changes: Set<Int64> = []
    var moment = first
    while let next = rules.nextTransition(after: moment), next < last {
      changes.insert(next.milliseconds)
      moment = next
    }
    var date = first.date
    while let next = reference.nextDaylightSavingTimeTransition(after: date), next < last.date {
      changes.insert(Int64((next.timeIntervalSince1970 * 1000).rounded()))
      date = next
    }
    for change in changes.sorted() {
      for nearby in [change - 1, change, change + 1] {
        let moment = Timestamp(milliseconds: nearby)
        let expected = reference.secondsFromGMT(for: moment.date)
        #expect(Int(rules.offset(at: moment)) == expected, "\(moment.rfc3339())")
      }
    }
  }

  @Test(arguments: zoneNames) func `every day starts and ends as in Foundation`(name: String) throws
  {
    let rules = try #require(ZoneTable.system(names: [name])[name])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: name))
    var differences: [String] = []
    for number in rules.day(of: first).number...rules.day(of: last).number {
      let day = Day(number: number)
      let noon = Timestamp(milliseconds: Int64(number) * 86_400_000 + 43_200_000)
        .advanced(by: -Int64(rules.offset(at: rules.start(of: day))) * 1000)
      let fields = calendar.dateComponents([.year, .month, .day], from: noon.date)
      let civil = try #require(
        Day(year: fields.year ?? 0, month: fields.month ?? 0, day: fields.day ?? 0))
      let start = calendar.startOfDay(for: noon.date)
      if rules.day(of: noon) != civil || rules.start(of: civil).date != start {
        differences.append(day.iso)
      }
    }
    #expect(differences == [])
  }

  @Test(arguments: zoneNames) func `the offset agrees with Foundation every six hours`(name: String)
    throws
  {
    let rules = try #require(ZoneTable.system(names: [name])[name])
    let reference = try #require(TimeZone(identifier: name))
    var differences: [String] = []
    for milliseconds in stride(from: first.milliseconds, to: last.milliseconds, by: 21_600_000) {
      let moment = Timestamp(milliseconds: milliseconds)
      if Int(rules.offset(at: moment)) != reference.secondsFromGMT(for: moment.date) {
        differences.append(moment.rfc3339())
      }
    }
    #expect(differences == [])
  }

  @Test(arguments: zoneNames) func `a quiet window ends where stepping by minutes ends it`(
    name: String
  ) throws {
    let rules = try #require(ZoneTable.system(names: [name])[name])
    let windows = [("21:00", "09:00"), ("01:30", "02:30"), ("02:00", "03:00"), ("00:00", "00:30")]
    var changes = [first.advanced(by: 1_000 * 86_400_000)]
    var moment = Timestamp(milliseconds: 1_262_304_000_000)  // 2010-01-01
    while changes.count < 8, let next = rules.nextTransition(after: moment), next < last {
      changes.append(next)
      moment = next
    }
    for (from, to) in windows {
      let from = try #require(TimeOfDay(parsing: from))
      let to = try #require(TimeOfDay(parsing: to))
      for change in changes {
        let differences = differences(from: from, to: to, around: change, in: rules)
        #expect(differences == [], "\(from.text) to \(to.text)")
      }
    }
  }

  /// The minutes within 15 hours of `change` at which the end of the window is not the slow one.
  private func differences(
    from: TimeOfDay, to: TimeOfDay, around change: Timestamp, in rules: ZoneRules
  ) -> [String] {
    var differences: [String] = []
    var slowEnd: Timestamp?
    // Backwards, so that each minute knows the end the minute after it found.
    for minute in stride(from: Int64(2_500), through: -900, by: -1) {
      let moment = change.advanced(by: minute * 60_000)
      let time = rules.millisecondOfDay(at: moment) / 60_000
      let isAfterFrom = time >= Int64(from.minutes)
      let isBeforeTo = time < Int64(to.minutes)
      let isInside = from <= to ? isAfterFrom && isBeforeTo : isAfterFrom || isBeforeTo
      if !isInside { slowEnd = moment }
      guard let slowEnd, minute <= 900 else { continue }
      if rules.isDaily(from, to: to, at: moment) != isInside
        || rules.end(ofDaily: from, to: to, at: moment) != slowEnd
      {
        differences.append(moment.rfc3339())
      }
    }
    return differences
  }
}

extension Timestamp {
  fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
