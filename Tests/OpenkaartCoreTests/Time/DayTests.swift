import OpenkaartCore
import Testing

struct DayTests {
  @Test func `every day of years 1 to 9999 agrees with counting one by one`() {
    var year = 1
    var month = 1
    var day = 1
    // 0001-01-01 was a Monday.
    var weekday = 1
    var differences = 0
    for number in Day.first.number...Day.last.number {
      let value = Day(number: number)
      let fields = Day(year: year, month: month, day: day)
      if value != fields || value.year != year || value.month != month || value.day != day
        || value.weekday != weekday
      {
        differences += 1
      }
      weekday = weekday == 7 ? 1 : weekday + 1
      day += 1
      if day > slowLength(ofMonth: month, year: year) {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
      }
    }
    #expect(differences == 0)
    #expect(year == 10_000)
  }

  private func slowLength(ofMonth month: Int, year: Int) -> Int {
    let isLeap = year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  @Test func `day 0 is 1 January 1970`() {
    #expect(Day(number: 0) == Day(year: 1970, month: 1, day: 1))
    #expect(Day(number: 0).weekday == 4)
  }

  @Test(arguments: ["0001-01-01", "1970-01-01", "2024-02-29", "2026-11-01", "9999-12-31"])
  func `ISO text is read and written`(text: String) {
    #expect(Day(iso: text)?.iso == text)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-11-1", "2026-11-01 ", " 2026-11-01", "2026-11-01T", "2026/11/01",
    "20261101", "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00",
    "0000-01-01", "-001-01-01", "+026-01-01", "12026-01-01", "２０２６-11-01", "2026-11-0١",
    "2026-11-01\0", "2026-11-32", "2026-11-01\u{301}",
  ])
  func `other text is not a day`(text: String) {
    #expect(Day(iso: text) == nil)
  }

  @Test(arguments: [
    ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"),
    ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
    ("2024-11-21", 24, "2026-11-21"), ("2024-12-31", 2, "2025-02-28"),
    ("2024-03-31", -1, "2024-02-29"), ("2024-01-15", -1, "2023-12-15"),
    ("2024-05-31", 0, "2024-05-31"), ("0001-01-01", -1, "0001-01-01"),
    ("9999-12-01", 1, "9999-12-31"), ("2024-01-01", .max, "9999-12-31"),
    ("2024-01-01", .min, "0001-01-01"),
  ])
  func `months are added by the calendar`(start: String, months: Int, end: String) throws {
    let day = try #require(Day(iso: start))
    #expect(day.adding(months: months).iso == end)
  }

  @Test func `days beyond the calendar become its first or last`() {
    #expect(Day(number: .min).iso == "0001-01-01")
    #expect(Day(number: .max).iso == "9999-12-31")
    #expect(Day(number: 0).adding(days: .max) == .last)
    #expect(Day(number: 0).adding(days: .min) == .first)
    #expect(Day.last.adding(days: .max) == .last)
    #expect(Day.first.adding(days: .min) == .first)
    #expect(Day(number: 58).adding(days: 1).iso == "1970-03-01")
    #expect(Day.first < .last)
  }

  @Test(arguments: [Int.min, -1, 0, 13, .max])
  func `fields out of range are no day`(field: Int) {
    #expect(Day(year: field, month: 1, day: 1) == nil || field == 13)
    #expect(Day(year: 2026, month: field, day: 1) == nil)
    #expect(Day(year: 2026, month: 1, day: field) == nil || field == 13)
  }
}
