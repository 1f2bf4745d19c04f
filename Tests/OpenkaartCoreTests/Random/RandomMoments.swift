import OpenkaartCore

/// The few moments that a random case uses, on both sides of every boundary it knows.
struct RandomMoments {
  /// The moment asked about.
  let at: Timestamp
  /// Close before it.
  let recent: [Timestamp]
  /// Where a span or window of the policy ends at the moment asked, and a millisecond beside.
  let edges: [Timestamp]
  let future: [Timestamp]

  /// Days on which something happens to the clock, the law or the calendar.
  private static let days = [
    (2026, 6, 30), (2026, 7, 1), (2026, 11, 22), (2027, 2, 28), (2028, 2, 29), (2026, 3, 29),
    (2026, 10, 25), (2026, 3, 8), (2026, 11, 1), (2026, 4, 5), (2026, 10, 4), (2026, 12, 31),
    (2027, 1, 1), (2027, 1, 31), (2026, 3, 1), (2026, 5, 31),
  ].map { ReferenceDays.number(ReferenceDays.Date(year: $0.0, month: $0.1, day: $0.2)) }

  private static let minutes = [0, 60, 120, 180, 540, 600, 720, 840, 900, 1020, 1260, 1410]

  /// The day around which everything happens.
  static func day(_ random: SplitMix64, in zone: ReferenceZone) -> Int {
    let changes = zone.changes.filter { 1_767_225_600_000..<1_861_920_000_000 ~= $0.from }
    guard random.chance(10), !changes.isEmpty else { return random.pick(days) }
    return zone.day(of: Timestamp(milliseconds: random.pick(changes).from))
  }

  /// A moment to ask about: somewhere on the day, often exactly on the minute.
  static func asked(_ random: SplitMix64, on day: Int, in zone: ReferenceZone) -> Timestamp {
    if let change = zone.changes.first(where: {
      $0.from > 0 && zone.day(of: Timestamp(milliseconds: $0.from)) == day
    }), random.chance(50) {
      return Timestamp(milliseconds: change.from + random.pick([0, -1, 1, -1_800_000, 1_800_000]))
    }
    let start = zone.start(ofDay: day).milliseconds
    let minute = Int64(random.pick(minutes)) * 60_000
    return Timestamp(milliseconds: start + minute + random.pick([0, 0, 0, -1, 1]))
  }

  init(_ random: SplitMix64, at: Timestamp, in zone: ReferenceZone, spans: [Span]) {
    self.at = at
    let hour: Int64 = 3_600_000
    let steps = [0, 1, hour, 5 * hour, 24 * hour, 47 * hour, 168 * hour, 240 * hour, 600 * hour]
    recent = steps.filter { _ in random.chance(60) }.map { at.before($0) } + [at.before(2 * hour)]
    future = [at.before(-1), at.before(-hour), at.before(-30 * hour)]
    var edges: [Timestamp] = []
    for span in spans where random.chance(60) {
      let edge =
        random.chance(50) ? at.before(referenceWindow(span)) : Self.start(of: span, at, in: zone)
      edges.append(edge.before(random.pick([0, 1, -1])))
    }
    edges.append(zone.start(ofDay: zone.day(of: at)).before(random.pick([0, 1])))
    self.edges = edges
  }

  /// The first moment from which the span still covers the day asked about, or had just ended.
  private static func start(of span: Span, _ at: Timestamp, in zone: ReferenceZone) -> Timestamp {
    let day = zone.day(of: at)
    switch span.unit {
    case .hours: return at.before(referenceWindow(span))
    case .days: return zone.start(ofDay: day - span.count)
    case .months:
      let today = ReferenceDays.date(day)
      let months = today.year * 12 + today.month - 1 - span.count
      let length = ReferenceDays.length(ofMonth: months % 12 + 1, year: months / 12)
      let start = ReferenceDays.Date(
        year: months / 12, month: months % 12 + 1, day: min(today.day, length))
      return zone.start(ofDay: ReferenceDays.number(start))
    }
  }
}

extension Timestamp {
  /// The moment so many milliseconds before.
  func before(_ milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: self.milliseconds - milliseconds)
  }
}
