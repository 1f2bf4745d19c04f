public import OpenkaartCore
internal import OpenkaartSegments

/// How many may be reached on each of the coming days, if nothing happens but that time passes.
///
/// Caps get room, consents expire, waits end, people enter and leave the segment. The gate is asked about
/// every one of these moments, on what is known now.
public struct AudienceForecast: Hashable, Sendable {
  /// One moment that was asked about.
  public struct Moment: Hashable, Sendable {
    public let at: Timestamp
    public internal(set) var allowed = 0
    public internal(set) var later = 0
    public internal(set) var denied = 0
    /// Those who may be reached and might not the day before, and the other way round.
    public internal(set) var gained = 0
    public internal(set) var lost = 0
  }

  /// The moment of the question, then the same time of day on each day after it.
  public private(set) var moments: [Moment]
  private let inquiries: [Inquiry]

  /// The farthest that can be asked.
  public static let mostDays = 90

  /// - Parameters:
  ///   - days: How many days, from 1 to ``mostDays``.
  ///   - inquiry: The question, as it is asked today.
  public init(days: Int, of inquiry: Inquiry) {
    let zone = inquiry.gate.zone
    let (today, time) = zone.dayAndTime(of: inquiry.question.at)
    inquiries = (0...min(max(days, 1), Self.mostDays)).map { day in
      guard day > 0 else { return inquiry }
      let start = zone.start(of: today.adding(days: day)).advanced(by: time)
      // On the day of a clock change the day has another length; the clock is what counts.
      let shift = zone.millisecondOfDay(at: start) - time
      return inquiry.asked(at: start.advanced(by: abs(shift) < 7_200_000 ? -shift : 0))
    }
    moments = inquiries.map { Moment(at: $0.question.at) }
  }

  /// Asks about one person at every moment.
  mutating func add(_ person: Population.Person, _ subject: SegmentPerson?) {
    var wasAllowed = false
    for (index, inquiry) in inquiries.enumerated() {
      var isAllowed = false
      if inquiry.question.includes(subject) {
        switch inquiry.answer(about: person).decision.outcome {
        case .allow: isAllowed = true
        case .later: moments[index].later += 1
        case .deny: moments[index].denied += 1
        }
      }
      if isAllowed { moments[index].allowed += 1 }
      if index > 0, isAllowed != wasAllowed {
        if isAllowed { moments[index].gained += 1 } else { moments[index].lost += 1 }
      }
      wasAllowed = isAllowed
    }
  }

  public static func == (one: Self, other: Self) -> Bool { one.moments == other.moments }
  public func hash(into hasher: inout Hasher) { hasher.combine(moments) }
}
