import OpenkaartCore
import OpenkaartFiles
import Testing

struct ZoneRulesTests {
  private func moment(_ text: String) throws -> Timestamp {
    try #require(Timestamp(rfc3339: text))
  }

  private func zone(_ name: String) throws -> ZoneRules {
    try #require(ZoneTable.system(names: [name])[name])
  }

  @Test func `transitions must ascend and offsets stay within a day`() {
    let one = Timestamp(milliseconds: 1)
    let two = Timestamp(milliseconds: 2)
    #expect(ZoneRules(name: "X", initialOffset: 0, transitions: [(two, 1), (one, 2)]) == nil)
    #expect(ZoneRules(name: "X", initialOffset: 0, transitions: [(one, 1), (one, 2)]) == nil)
    #expect(ZoneRules(name: "X", initialOffset: 86_401, transitions: []) == nil)
    #expect(ZoneRules(name: "X", initialOffset: 0, transitions: [(one, .min)]) == nil)
    #expect(ZoneRules(name: "X", initialOffset: -86_400, transitions: [(one, 86_400)]) != nil)
  }

  @Test func `a transition to the same offset is no change`() throws {
    let transitions: [(at: Timestamp, offset: Int32)] = [
      (Timestamp(milliseconds: 1), 3600), (Timestamp(milliseconds: 5), 0),
      (Timestamp(milliseconds: 9), 0),
    ]
    let rules = try #require(
      ZoneRules(name: "X", initialOffset: 3600, transitions: transitions))
    #expect(rules.nextTransition(after: .distantPast)?.milliseconds == 5)
    #expect(rules.nextTransition(after: Timestamp(milliseconds: 4))?.milliseconds == 5)
    #expect(rules.nextTransition(after: Timestamp(milliseconds: 5)) == nil)
    #expect(rules.offset(at: Timestamp(milliseconds: 4)) == 3600)
    #expect(rules.offset(at: Timestamp(milliseconds: 5)) == 0)
  }

  @Test func `UTC has no changes`() throws {
    #expect(ZoneRules.utc.nextTransition(after: .distantPast) == nil)
    #expect(ZoneRules.utc.offset(at: .distantFuture) == 0)
    #expect(ZoneRules.utc.start(of: Day(number: 1)).milliseconds == 86_400_000)
    #expect(ZoneRules.utc.start(of: .first) == .distantPast)
    #expect(ZoneRules.utc.day(of: .distantFuture) == .last)
    let noon = try #require(TimeOfDay(parsing: "12:00"))
    let midnight = try #require(TimeOfDay(parsing: "00:00"))
    #expect(ZoneRules.utc.end(ofDaily: noon, to: midnight, at: .distantFuture) == .distantFuture)
  }

  @Test func `a day that a zone left out starts where the clock lands`() throws {
    let apia = try zone("Pacific/Apia")
    let skipped = try #require(Day(iso: "2011-12-30"))
    let start = try moment("2011-12-31T00:00:00+14:00")
    #expect(apia.start(of: skipped) == start)
    #expect(apia.start(of: skipped.adding(days: 1)) == start)
    #expect(apia.day(of: start) == skipped.adding(days: 1))
    #expect(apia.day(of: start.advanced(by: -1)) == skipped.adding(days: -1))
  }

  @Test func `a midnight that comes twice counts the first time`() throws {
    let havana = try zone("America/Havana")
    let day = try #require(Day(iso: "2025-11-02"))
    #expect(havana.start(of: day) == (try moment("2025-11-02T00:00:00-04:00")))
    // Until 2011 the clock in St. John's went back at 00:01, to 23:01 of the day before.
    let newfoundland = try zone("America/St_Johns")
    let twice = try #require(Day(iso: "2010-11-07"))
    #expect(newfoundland.start(of: twice) == (try moment("2010-11-07T00:00:00-02:30")))
  }

  @Test func `a day without midnight starts at the change`() throws {
    let saoPaulo = try zone("America/Sao_Paulo")
    let day = try #require(Day(iso: "2018-11-04"))
    #expect(saoPaulo.start(of: day) == (try moment("2018-11-04T01:00:00-02:00")))
  }

  @Test(arguments: UInt64(0)..<100) func `rules of any kind agree with a slow search`(seed: UInt64)
    throws
  {
    var generator = SplitMix(state: seed)
    var transitions: [(at: Timestamp, offset: Int32)] = []
    var at: Int64 = 0
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      at += .random(in: 1...200, using: &generator) * 3_600_000
      transitions.append(
        (Timestamp(milliseconds: at), .random(in: -24...24, using: &generator) * 3600))
    }
    let initial = Int32.random(in: -24...24, using: &generator) * 3600
    let rules = try #require(
      ZoneRules(name: "X", initialOffset: initial, transitions: transitions))
    func local(_ hour: Int64) -> Int64 {
      let offset = transitions.last { $0.at.milliseconds <= hour * 3_600_000 }?.offset ?? initial
      return hour + Int64(offset) / 3600
    }
    for day in Int32(-2)...60 {
      let slow = (Int64(-200)...2000).first { local($0) >= Int64(day) * 24 }
      #expect(rules.start(of: Day(number: day)).milliseconds == slow.map { $0 * 3_600_000 })
    }
    let from = try #require(TimeOfDay(minutes: .random(in: 0..<24, using: &generator) * 60))
    let to = try #require(TimeOfDay(minutes: .random(in: 0..<24, using: &generator) * 60))
    func isInside(_ hour: Int64) -> Bool {
      let time = Int((local(hour) % 24 + 24) % 24) * 60
      if from <= to { return (from.minutes..<to.minutes).contains(time) }
      return time >= from.minutes || time < to.minutes
    }
    for hour in Int64(-48)...1300 {
      let moment = Timestamp(milliseconds: hour * 3_600_000)
      let slow = (hour...3000).first { !isInside($0) }
      #expect(
        rules.end(ofDaily: from, to: to, at: moment).milliseconds == slow.map { $0 * 3_600_000 })
    }
  }

  @Test func `a zone table finds zones by name`() throws {
    let other = try #require(ZoneRules(name: "X", initialOffset: 60, transitions: []))
    let table = ZoneTable([other, .utc])
    #expect(table["UTC"] == .utc)
    #expect(table["utc"] == nil)
    #expect(table.names == ["UTC", "X"])
    #expect(ZoneTable.empty.names.isEmpty)
    #expect(ZoneTable.empty["UTC"] == nil)
  }

  @Test func `the digest of a zone table changes with any rule and not with the order`() throws {
    let one = try #require(ZoneRules(name: "X", initialOffset: 60, transitions: []))
    let two = try #require(ZoneRules(name: "X", initialOffset: 61, transitions: []))
    let transitions: [(at: Timestamp, offset: Int32)] = [(.distantPast, 61)]
    let three = try #require(ZoneRules(name: "X", initialOffset: 60, transitions: transitions))
    let tables = [[], [one], [two], [three], [one, .utc]].map(ZoneTable.init)
    #expect(Set(tables.map(\.digest)).count == tables.count)
    #expect(ZoneTable([.utc, one]).digest == ZoneTable([one, .utc]).digest)
  }
}
