import OpenkaartCore
import OpenkaartFiles
import Testing

@testable import OpenkaartConnectors

@Suite struct CellTextTests {
  @Test(arguments: [
    ("dd-MM-yyyy", "01-11-2026", "2026-11-01"), ("d-M-yy", "1-2-26", "2026-02-01"),
    ("d-M-yy", "31-12-99", "1999-12-31"), ("yyyyMMdd", "19970101", "1997-01-01"),
    ("dd/MM/yyyy", "29/02/2024", "2024-02-29"), ("iso", "2026-11-01", "2026-11-01"),
    ("d M yyyy", "1  2   2026", "2026-02-01"),
  ]) func `a date is read by its pattern`(_ pattern: String, _ cell: String, _ day: String) throws {
    let read = try #require(DatePattern(pattern)).reading(of: cell)
    #expect(read == .day(try #require(Day(iso: day))))
  }

  @Test(arguments: [
    ("dd-MM-yyyy", "1-11-2026"), ("dd-MM-yyyy", "31-02-2026"), ("dd-MM-yyyy", "01-13-2026"),
    ("dd-MM-yyyy", "01-11-2026x"), ("dd-MM-yyyy", ""), ("dd-MM-yyyy", "２０-11-2026"),
    ("dd-MM-yyyy HH:mm", "01-11-2026 24:00"), ("iso", "2026-11-01T25:00"), ("iso", "1-1-2026"),
    ("yyyyMMdd", "199701011"),
  ]) func `what is no date is none`(_ pattern: String, _ cell: String) throws {
    #expect(try #require(DatePattern(pattern)).reading(of: cell) == nil)
  }

  @Test(arguments: ["dd-MM", "yyyy-MM-dd mm", "dd-dd-yyyy", "DD-MM-yyyy", "yyy-MM-dd", "", "HH:mm"])
  func `a pattern that is no whole date is refused`(_ pattern: String) {
    #expect(DatePattern(pattern) == nil)
  }

  @Test(arguments: [
    // Summer and winter, the hour that comes twice (its first time) and the one that is skipped.
    ("01-07-2026 12:00", "2026-07-01T12:00:00+02:00"),
    ("01-12-2026 12:00", "2026-12-01T12:00:00+01:00"),
    ("25-10-2026 02:30", "2026-10-25T02:30:00+02:00"),
    ("29-03-2026 02:30", "2026-03-29T03:30:00+02:00"),
    ("29-03-2026 03:30", "2026-03-29T03:30:00+02:00"),
    ("25-10-2026 03:30", "2026-10-25T03:30:00+01:00"),
  ]) func `local times are those of the zone`(_ cell: String, _ moment: String) throws {
    let zone = try #require(ZoneTable.system(names: ["Europe/Amsterdam"])["Europe/Amsterdam"])
    let pattern = try #require(DatePattern("dd-MM-yyyy HH:mm"))
    guard case .local(let day, let time)? = pattern.reading(of: cell) else {
      Issue.record("no local time")
      return
    }
    #expect(zone.moment(on: day, milliseconds: time) == Timestamp(rfc3339: moment))
  }

  @Test(
    arguments: [
      ("12,50", 1250), ("12.50", 1250), ("€ 1.234,50", 123_450), ("1,234.5", 123_450),
      ("-0,05", -5), ("1.234.567", 123_456_700), ("12,-", 1200), ("7", 700), ("1 200,00", 120_000),
      ("12,500", nil), ("1.234", nil), ("1,2,3", nil), ("abc", nil), ("", nil), ("1.23.4", nil),
      ("12,345,6", nil), ("99999999999999999999", nil), ("0,001", nil), ("1,23,45.6", nil),
    ] as [(String, Int64?)]) func `amounts are read as written`(_ cell: String, _ cents: Int64?)
  {
    let read = try? DecimalText(mark: nil).value(of: cell, decimals: 2)
    #expect(read == cents)
  }

  @Test func `a mark that is said settles what one mark means`() throws {
    #expect(try DecimalText(mark: .comma).value(of: "1.234", decimals: 2) == 123_400)
    #expect(try DecimalText(mark: .point).value(of: "1.230", decimals: 2) == 123)
    #expect(try DecimalText(mark: .point).value(of: "1,234", decimals: 0) == 1234)
    #expect(throws: DecimalText.Problem.tooPrecise) {
      try DecimalText(mark: .point).value(of: "1.234", decimals: 2)
    }
    #expect(throws: DecimalText.Problem.notANumber) {
      try DecimalText(mark: .comma).value(of: "1.23", decimals: 2)
    }
  }
}
