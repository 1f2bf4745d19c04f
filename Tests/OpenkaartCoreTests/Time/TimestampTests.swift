import Foundation
import OpenkaartCore
import Testing

struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0), ("1969-12-31T23:59:59.999Z", -1),
      ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T16:00:00-08:00", 0),
      ("1970-01-01T00:00:00-00:00", 0), ("1970-01-01T05:45:00+05:45", 0),
      ("1970-01-01T00:00:00.1Z", 100), ("1970-01-01T00:00:00.12Z", 120),
      ("1970-01-01T00:00:00.123Z", 123), ("1970-01-01T00:00:00.123999999Z", 123),
      ("1970-01-01T00:00:00.000999Z", 0), ("1970-01-01T00:00:00.0009+00:00", 0),
      ("2026-11-01T09:30:00.250+01:00", 1_793_521_800_250),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000),
    ] as [(String, Int64)])
  func `RFC 3339 text is read`(text: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "Z", "2026-11-01", "2026-11-01T", "2026-11-01T09:30Z", "2026-11-01T09:30:00",
    "2026-11-01 09:30:00Z", "2026-11-01T09:30:00.Z", "2026-11-01T09:30:00.1234567890Z",
    "2026-11-01T09:30:00,5Z", "2026-11-01T24:00:00Z", "2026-11-01T09:60:00Z",
    "2016-12-31T23:59:60Z", "2026-11-01T09:30:61Z", "2026-02-29T00:00:00Z",
    "2026-11-31T00:00:00Z", "2026-11-01T09:30:00+1:00", "2026-11-01T09:30:00+0100",
    "2026-11-01T09:30:00+01", "2026-11-01T09:30:00+24:00", "2026-11-01T09:30:00+01:60",
    "2026-11-01T09:30:00Z ", " 2026-11-01T09:30:00Z", "2026-11-01T09:30:00ZZ",
    "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    "2026-11-01T9:30:00Z", "20261101T093000Z", "2026-11-01T09:30:00\u{2212}01:00",
    "2026-11-01T-9:30:00Z", "2026-11-01T09:30:00Z\0", "2026-W44-7T09:30:00Z",
  ])
  func `other text is not a moment`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59.999Z"),
      (1, 0, "1970-01-01T00:00:00.001Z"), (1000, 3600, "1970-01-01T01:00:01+01:00"),
      (0, -12_600, "1969-12-31T20:30:00-03:30"), (0, 20_700, "1970-01-01T05:45:00+05:45"),
      (0, 1172, "1970-01-01T00:19:00+00:19"), (0, -1172, "1969-12-31T23:41:00-00:19"),
      (0, 59, "1970-01-01T00:00:00Z"), (0, -59, "1970-01-01T00:00:00Z"),
      (0, 86_400, "1970-01-01T23:59:00+23:59"), (0, .min, "1969-12-31T00:01:00-23:59"),
      (.max, 3600, "9999-12-31T23:59:59.999Z"), (.min, -3600, "0001-01-01T00:00:00Z"),
      (.max, -3600, "9999-12-31T22:59:59.999-01:00"),
    ] as [(Int64, Int32, String)])
  func `RFC 3339 text is written`(milliseconds: Int64, offset: Int32, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339(offsetSeconds: offset) == text)
  }

  @Test(arguments: UInt64(0)..<20) func `text that was written is read back`(seed: UInt64) {
    var generator = SplitMix(state: seed)
    for _ in 0..<200 {
      let moment = Timestamp(
        milliseconds: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &generator))
      let text = moment.rfc3339(offsetSeconds: .random(in: -90_000...90_000, using: &generator))
      #expect(Timestamp(rfc3339: text) == moment, "\(text)")
    }
  }

  @Test(arguments: UInt64(0)..<10) func `damaged text never traps`(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let good = Array("2026-11-01T09:30:00.250+01:00".utf8)
    for _ in 0..<500 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[.random(in: bytes.indices, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      if let moment = Timestamp(rfc3339: String(decoding: bytes, as: UTF8.self)) {
        #expect(Timestamp(rfc3339: moment.rfc3339()) == moment)
      }
    }
  }

  @Test(arguments: UInt64(0)..<5) func `UTC text agrees with Foundation`(seed: UInt64) {
    var generator = SplitMix(state: seed)
    for _ in 0..<100 {
      // From 1600 on: before, Foundation has the Julian calendar.
      let seconds = Int64.random(in: -11_670_000_000...200_000_000_000, using: &generator)
      let text = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
      #expect(Timestamp(milliseconds: seconds * 1000).rfc3339() == text)
    }
  }

  @Test func `moments beyond the calendar become the first or last`() {
    #expect(Timestamp(milliseconds: .min) == .distantPast)
    #expect(Timestamp(milliseconds: .max) == .distantFuture)
    #expect(Timestamp(milliseconds: 0).advanced(by: .max) == .distantFuture)
    #expect(Timestamp.distantFuture.advanced(by: .max) == .distantFuture)
    #expect(Timestamp.distantPast.advanced(by: .min) == .distantPast)
    #expect(Timestamp(milliseconds: 5).advanced(by: -6).milliseconds == -1)
    #expect(Timestamp.distantPast < .distantFuture)
  }
}

/// A small generator, so that a failing seed fails again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
