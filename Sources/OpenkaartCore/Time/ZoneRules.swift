/// The rules of one time zone as a value: its offsets from UTC and the moments they change.
///
/// The core never asks the system for a zone. Rules are read once at the edge and passed in, so a
/// decision depends on them as on any other argument.
public struct ZoneRules: Hashable, Sendable {
  /// The IANA name, such as `Europe/Amsterdam`.
  public let name: String
  /// Seconds east of UTC before the first change.
  let initialOffset: Int32
  /// The moments the offset changes, in milliseconds, strictly ascending.
  let changes: [Int64]
  /// Seconds east of UTC from the change with the same index on.
  let offsets: [Int32]

  /// Coordinated Universal Time.
  public static let utc = ZoneRules(name: "UTC")

  private init(name: String) {
    self.name = name
    initialOffset = 0
    changes = []
    offsets = []
  }

  /// Makes rules from offsets in seconds east of UTC.
  ///
  /// Transitions that leave the offset as it was, such as a new abbreviation, are left out. The
  /// result is `nil` when transitions do not strictly ascend, or an offset is beyond 24 hours.
  public init?(
    name: String, initialOffset: Int32, transitions: [(at: Timestamp, offset: Int32)]
  ) {
    let allowed: ClosedRange<Int32> = -86_400...86_400
    guard allowed ~= initialOffset else { return nil }
    var changes: [Int64] = []
    var offsets: [Int32] = []
    changes.reserveCapacity(transitions.count)
    offsets.reserveCapacity(transitions.count)
    var last: Timestamp?
    for (at, offset) in transitions {
      guard allowed ~= offset, last.map({ $0 < at }) ?? true else { return nil }
      last = at
      if offset != offsets.last ?? initialOffset {
        changes.append(at.milliseconds)
        offsets.append(offset)
      }
    }
    self.name = name
    self.initialOffset = initialOffset
    self.changes = changes
    self.offsets = offsets
  }
}

extension ZoneRules {
  /// Seconds east of UTC at `instant`.
  public func offset(at instant: Timestamp) -> Int32 {
    offset(ofPeriod: period(at: instant.milliseconds))
  }

  /// The day the local calendar shows at `instant`.
  public func day(of instant: Timestamp) -> Day {
    dayAndTime(of: instant).day
  }

  /// The day the local calendar shows at `instant`, and the time its clock does, as milliseconds
  /// since midnight: 0 to 86,399,999.
  public func dayAndTime(of instant: Timestamp) -> (day: Day, time: Int64) {
    let (day, time) = localMilliseconds(at: instant).flooredQuotientAndRemainder(
      by: Timestamp.millisecondsPerDay)
    return (Day(number: Int32(clamping: day)), time)
  }

  /// Milliseconds since midnight by the local clock at `instant`, 0 to 86,399,999.
  ///
  /// That is what the clock shows, not what has passed: they differ on a day with a clock change.
  public func millisecondOfDay(at instant: Timestamp) -> Int64 {
    dayAndTime(of: instant).time
  }

  /// Returns the first instant at which the local clock reaches `day`.
  ///
  /// Where a clock change skips midnight it is the moment of that change, and the same where it
  /// skips the whole day. Where the clock shows midnight twice it is the first time.
  public func start(of day: Day) -> Timestamp {
    let midnight = Int64(day.number) * Timestamp.millisecondsPerDay
    // No offset is beyond a day, so the local clock has not passed midnight at this moment.
    let earliest = midnight - Timestamp.millisecondsPerDay
    var index = period(at: earliest)
    while true {
      let reached = midnight - Int64(offset(ofPeriod: index)) * 1000
      let begin = index == 0 ? earliest : changes[index - 1]
      let moment = max(reached, max(begin, earliest))
      if index == changes.count || moment < changes[index] {
        return Timestamp(milliseconds: moment)
      }
      index += 1
    }
  }

  /// The first change of the offset strictly after `instant`.
  public func nextTransition(after instant: Timestamp) -> Timestamp? {
    let index = period(at: instant.milliseconds)
    return index < changes.count ? Timestamp(milliseconds: changes[index]) : nil
  }
}

extension ZoneRules {
  /// Whether the local clock at `instant` is in `from..<to`.
  ///
  /// The window wraps past midnight when `from` is later than `to`, and is empty when they are
  /// equal.
  public func isDaily(_ from: TimeOfDay, to: TimeOfDay, at instant: Timestamp) -> Bool {
    QuietHours(from: from, to: to).contains(timeOfDay: millisecondOfDay(at: instant))
  }

  /// Returns when a daily window that holds `instant` ends, or `instant` itself when it is outside.
  ///
  /// That is the first instant after it at which the local clock is not in `from..<to`, exact
  /// across clock changes: a change can end a window early, lengthen it, or begin it again.
  public func end(
    ofDaily from: TimeOfDay, to: TimeOfDay, at instant: Timestamp
  ) -> Timestamp {
    var moment = instant
    while isDaily(from, to: to, at: moment) {
      var wait = Int64(to.minutes) * 60_000 - millisecondOfDay(at: moment)
      if wait <= 0 { wait += Timestamp.millisecondsPerDay }
      let end = moment.advanced(by: wait)
      guard let change = nextTransition(after: moment), change <= end else { return end }
      moment = change
    }
    return moment
  }
}

extension ZoneRules {
  /// The number of changes at or before `milliseconds`: by binary search.
  private func period(at milliseconds: Int64) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= milliseconds {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func offset(ofPeriod index: Int) -> Int32 {
    index == 0 ? initialOffset : offsets[index - 1]
  }

  private func localMilliseconds(at instant: Timestamp) -> Int64 {
    instant.milliseconds + Int64(offset(at: instant)) * 1000
  }
}
