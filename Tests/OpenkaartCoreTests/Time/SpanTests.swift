import OpenkaartCore
import OpenkaartFiles
import Testing

struct SpanTests {
  @Test(
    arguments: [
      ("24 months", 24, .months, "24 months"), ("1 month", 1, .months, "1 month"),
      ("7 days", 7, .days, "7 days"), ("1 day", 1, .days, "1 day"),
      ("72 hours", 72, .hours, "72 hours"),
      ("1 hour", 1, .hours, "1 hour"), ("2 weeks", 14, .days, "14 days"),
      ("1 week", 7, .days, "7 days"),
      ("7 years", 84, .months, "84 months"), ("1 year", 12, .months, "12 months"),
      ("100 years", 1200, .months, "1200 months"),
      ("878400 hours", 878_400, .hours, "878400 hours"),
    ] as [(String, Int, Span.Unit, String)])
  func `a span is read and written`(
    text: String, count: Int, unit: Span.Unit, canonical: String
  ) throws {
    let span = try #require(Span(parsing: text))
    #expect(span == Span(count, unit))
    #expect(span.text == canonical)
    #expect(Span(parsing: span.text) == span)
  }

  @Test(arguments: [
    "", "months", "24", "24months", "24  months", " 24 months", "24 months ", "24 Months", "0 days",
    "-1 days", "+1 days", "1.5 days", "1,000 hours", "007 days", "24\tmonths", "24 minutes",
    "101 years", "1201 months", "36601 days", "5229 weeks", "878401 hours", "9999999 hours",
    "99999999999999999999 days", "24 months\0", "٢ days", "1 months and 2 days",
  ])
  func `other text is not a span`(text: String) {
    #expect(Span(parsing: text) == nil)
  }

  @Test(arguments: [Int.min, -1, 0, 878_401, .max]) func `a count out of range is not a span`(
    count: Int
  ) {
    #expect(Span(count, .hours) == nil)
    #expect(Span(count, .days) == nil)
    #expect(Span(count, .months) == nil)
  }

  @Test(arguments: [
    ("24 months", "2024-11-21T10:00:00Z", "2026-11-22T00:00:00+01:00"),
    // 23:30 UTC is the next day in Amsterdam.
    ("24 months", "2024-11-20T23:30:00Z", "2026-11-22T00:00:00+01:00"),
    ("1 month", "2025-01-31T12:00:00+01:00", "2025-03-01T00:00:00+01:00"),
    ("1 month", "2024-01-31T12:00:00+01:00", "2024-03-01T00:00:00+01:00"),
    ("12 months", "2024-02-29T12:00:00+01:00", "2025-03-01T00:00:00+01:00"),
    ("1 year", "2023-02-28T12:00:00+01:00", "2024-02-29T00:00:00+01:00"),
    ("6 months", "2025-12-15T12:00:00+01:00", "2026-06-16T00:00:00+02:00"),
    // The clock goes forward on 29 March 2026 and back on 25 October 2026.
    ("1 day", "2026-03-28T00:00:00+01:00", "2026-03-30T00:00:00+02:00"),
    ("1 day", "2026-03-27T12:00:00+01:00", "2026-03-29T00:00:00+01:00"),
    ("1 day", "2026-10-24T12:00:00+02:00", "2026-10-26T00:00:00+01:00"),
    ("24 hours", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00"),
    ("72 hours", "2026-10-24T12:00:00+02:00", "2026-10-27T11:00:00+01:00"),
    ("2 weeks", "2026-11-01T23:59:59.999+01:00", "2026-11-16T00:00:00+01:00"),
  ])
  func `a span ends in Amsterdam`(text: String, start: String, end: String) throws {
    let zone = try #require(ZoneTable.system(names: ["Europe/Amsterdam"])["Europe/Amsterdam"])
    let span = try #require(Span(parsing: text))
    let moment = try #require(Timestamp(rfc3339: start))
    let ended = span.end(after: moment, in: zone)
    #expect(ended.rfc3339(offsetSeconds: zone.offset(at: ended)) == end)
  }

  @Test func `a span near the end of the calendar never ends before it starts`() throws {
    for unit in [Span.Unit.hours, .days, .months] {
      let span = try #require(Span(1, unit))
      #expect(span.end(after: .distantFuture, in: .utc) == .distantFuture)
      #expect(span.end(after: .distantPast, in: .utc) > .distantPast)
    }
  }

  /// The short cut by bare milliseconds must never differ from the calendar.
  @Test(arguments: ["Europe/Amsterdam", "Pacific/Apia", "America/Sao_Paulo", "UTC"])
  func `a span has ended exactly from its end on`(name: String) throws {
    let zone = try #require(ZoneTable.system(names: [name])[name])
    var random = SystemRandomNumberGenerator()
    let spans = [
      Span(1, .hours), Span(1, .days), Span(30, .days), Span(1, .months), Span(24, .months),
    ]
    for span in spans.compactMap({ $0 }) {
      for _ in 0..<2_000 {
        let start = Timestamp(
          milliseconds: Int64.random(in: 600_000_000_000...2_500_000_000_000, using: &random))
        let end = span.end(after: start, in: zone)
        for offset in [Int64(-1), 0, 1, -86_400_000, 86_400_000, -4_000_000_000, 4_000_000_000] {
          let moment = end.advanced(by: offset)
          #expect(span.hasEnded(at: moment, since: start, in: zone) == (end <= moment))
        }
      }
    }
    #expect(!(Span(1, .hours)?.hasEnded(at: .distantPast, since: .distantPast, in: zone) ?? true))
    for span in spans.compactMap({ $0 }) {
      let isOver = span.end(after: .distantFuture, in: zone) <= .distantFuture
      #expect(span.hasEnded(at: .distantFuture, since: .distantFuture, in: zone) == isOver)
    }
  }

  @Test func `a rolling window has days of 24 hours and months of 30 days`() {
    #expect(Span(1, .hours)?.windowMilliseconds == 3_600_000)
    #expect(Span(7, .days)?.windowMilliseconds == 604_800_000)
    #expect(Span(1, .months)?.windowMilliseconds == 2_592_000_000)
  }
}
