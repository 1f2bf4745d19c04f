import Foundation
import OpenkaartCore
import Testing

@testable import OpenkaartFiles

struct TZifTests {
  /// A version 2 file without transitions and with this footer.
  private func file(footer: String, offset: Int32 = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<2 {
      bytes += Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
      for count: UInt8 in [0, 0, 0, 0, 1, 4] { bytes += [0, 0, 0, count] }
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: offset >> (24 - 8 * $0)) }
      bytes += [0, 0] + Array("ABC\0".utf8)
    }
    return bytes + Array("\n\(footer)\n".utf8)
  }

  private func systemFile(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
  }

  @Test(arguments: [
    // The moment just at a change, and the offset from then on.
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2050-03-27T01:00:00Z", 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T01:00:00Z", 3600),
    ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", -14_400),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-04-02T15:00:00Z", 37_800),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-10-30T01:00:00Z", 0),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-03-27T01:00:00Z", 3600),
    // Nuuk: the Saturday before, written as hour -1 of the last Sunday.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -3600),
    // Gaza: 50 hours after the fourth Thursday.
    ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-03-26T00:00:00Z", 10_800),
    ("AAA0BBB,J60,J300", "2048-03-01T02:00:00Z", 3600),
    ("AAA0BBB,J60,J300", "2049-03-01T02:00:00Z", 3600),
    ("AAA0BBB,59,300", "2048-02-29T02:00:00Z", 3600),
    ("AAA0BBB,59,300", "2049-03-01T02:00:00Z", 3600),
    ("AAA0BBB,M3.1.0/167,M10.1.0/-167:00:01", "2050-03-12T23:00:00Z", 3600),
    ("AAA0BBB,M3.1.0/167,M10.1.0/-167:00:01", "2050-09-24T23:59:59Z", 0),
  ])
  func `a footer goes on after the last transition`(footer: String, change: String, offset: Int)
    throws
  {
    let rules = try TZif.rules(in: file(footer: footer), name: "X")
    let moment = try #require(Timestamp(rfc3339: change))
    #expect(Int(rules.offset(at: moment)) == offset)
    #expect(rules.nextTransition(after: moment.advanced(by: -1)) == moment)
  }

  @Test(arguments: ["<+03>-3", "UTC0", "", "<-00>0", "ABC-3:30:15"])
  func `a footer without daylight saving time makes no changes`(footer: String) throws {
    let rules = try TZif.rules(in: file(footer: footer, offset: 10_800), name: "X")
    #expect(rules.nextTransition(after: .distantPast) == nil)
    #expect(rules.offset(at: .distantFuture) == 10_800)
  }

  @Test func `daylight saving time all year is one change`() throws {
    let rules = try TZif.rules(in: file(footer: "XXX3EDT4,0/0,J365/23", offset: -10_800), name: "X")
    let start = try #require(rules.nextTransition(after: .distantPast))
    let next = try #require(rules.nextTransition(after: start))
    #expect(rules.offset(at: start) == -14_400)
    #expect(next.rfc3339() >= "2100")
  }

  @Test func `changes are written out through the year 2100`() throws {
    let rules = try TZif.rules(in: systemFile("Europe/Amsterdam"), name: "Europe/Amsterdam")
    let october = try #require(Timestamp(rfc3339: "2100-10-31T01:00:00Z"))
    #expect(rules.nextTransition(after: october.advanced(by: -1)) == october)
    #expect(rules.nextTransition(after: october) == nil)
    #expect(rules.offset(at: .distantFuture) == 3600)
  }

  @Test(arguments: [
    "C0", "CET", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,",
    "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M0.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.0.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,J366,J1",
    "CET-1CEST,366,1", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0/,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-25", "<+03-3", "<+3>-3", "CET--1", "CET-1:60",
    "CET-1:00:60",
    ":Europe/Amsterdam", "CET-99999999999999999999", "<>0", "CET-1CEST,M3.5.0,M10.5.0/2:",
  ])
  func `a footer that is no rule is refused`(footer: String) {
    #expect(throws: TZifError.unreadableFooter) {
      try TZif.rules(in: file(footer: footer), name: "X")
    }
  }

  @Test func `a file cut off anywhere is refused`() throws {
    for name in ["Europe/Amsterdam", "Africa/Casablanca", "Asia/Kathmandu", "UTC"] {
      let bytes = try systemFile(name)
      for count in 0..<bytes.count {
        #expect(throws: TZifError.self) {
          try TZif.rules(in: Array(bytes.prefix(count)), name: name)
        }
      }
    }
  }

  @Test(arguments: UInt64(0)..<40) func `flipped bits give an error or rules but never a trap`(
    seed: UInt64
  ) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % count
    }
    let name = ["Europe/Amsterdam", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"][Int(seed % 4)]
    let good = try systemFile(name)
    let night = try #require(TimeOfDay(parsing: "21:00"))
    let morning = try #require(TimeOfDay(parsing: "09:00"))
    for _ in 0..<40 {
      var bytes = good
      // Half of the damage goes to headers, where counts are.
      for _ in 0...random(4) {
        let position = random(2) == 0 ? random(min(60, bytes.count)) : random(bytes.count)
        bytes[position] ^= 1 << UInt8(random(8))
      }
      guard let rules = try? TZif.rules(in: bytes, name: name) else { continue }
      for moment in [.distantPast, Timestamp(milliseconds: 0), .distantFuture] {
        let day = rules.day(of: moment)
        _ = rules.start(of: day)
        _ = rules.end(ofDaily: night, to: morning, at: moment)
        _ = moment.rfc3339(offsetSeconds: rules.offset(at: moment))
        _ = Span(24, .months)?.end(after: moment, in: rules)
      }
    }
  }

  @Test func `promised counts need their bytes`() throws {
    var bytes = file(footer: "")
    // The transition count of the first header.
    bytes[32..<36] = [0x7F, 0xFF, 0xFF, 0xFF]
    #expect(throws: TZifError.tooLarge) { try TZif.rules(in: bytes, name: "X") }
    bytes[32..<36] = [0xFF, 0xFF, 0xFF, 0xFF]
    #expect(throws: TZifError.tooLarge) { try TZif.rules(in: bytes, name: "X") }
    bytes[32..<36] = [0, 1, 0, 0]
    #expect(throws: TZifError.truncated) { try TZif.rules(in: bytes, name: "X") }
  }

  @Test func `other files are refused with the reason`() throws {
    #expect(throws: TZifError.truncated) { try TZif.rules(in: [], name: "X") }
    #expect(throws: TZifError.notTZif) { try TZif.rules(in: Array("# version".utf8), name: "X") }
    var bytes = file(footer: "")
    bytes[4] = 0x31
    #expect(throws: TZifError.unknownVersion) { try TZif.rules(in: bytes, name: "X") }
    #expect(throws: TZifError.unusableOffset) {
      try TZif.rules(in: file(footer: "", offset: 90_000), name: "X")
    }
    #expect(throws: TZifError.leapSeconds) {
      var bytes = file(footer: "")
      bytes.insert(contentsOf: [UInt8](repeating: 0, count: 12), at: 108)
      bytes[54 + 31] = 1
      _ = try TZif.rules(in: bytes, name: "X")
    }
  }
}
