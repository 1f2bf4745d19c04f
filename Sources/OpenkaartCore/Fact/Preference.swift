/// What the person wishes; a field that is `nil` was not touched.
public struct Preference: Hashable, Sendable {
  public let topics: [String: Bool]
  public let frequency: [Channel: Frequency]
  public let quietHours: Setting<QuietHours>?
  /// The channels the person wants, in order; others are not wanted.
  public let channels: Setting<[Channel]>?
  public let pausedUntil: Setting<PauseEnd>?
  /// How it was given; an import proves no act of the person.
  public let method: Consent.Method?

  public init(
    topics: [String: Bool] = [:], frequency: [Channel: Frequency] = [:],
    quietHours: Setting<QuietHours>? = nil, channels: Setting<[Channel]>? = nil,
    pausedUntil: Setting<PauseEnd>? = nil, method: Consent.Method? = nil
  ) {
    self.topics = topics
    self.frequency = frequency
    self.quietHours = quietHours
    self.channels = channels
    self.pausedUntil = pausedUntil
    self.method = method
  }

  /// A field that was set, or cleared by writing `null`.
  public enum Setting<Value: Hashable & Sendable>: Hashable, Sendable {
    case set(Value)
    case cleared
  }

  /// The end of a pause: a moment, or a day at whose start it ends.
  public enum PauseEnd: Hashable, Sendable {
    case moment(Timestamp)
    case day(Day)
  }
}

/// At most so many messages in a rolling window: "2/week".
public struct Frequency: Hashable, Sendable {
  public let count: Int
  public let window: Window

  public init(count: Int, window: Window) {
    self.count = count
    self.window = window
  }

  /// Rolling windows of exact length; a month is 30 days, a year 365.
  public enum Window: String, Hashable, Sendable, CaseIterable {
    case day, week, month, year

    public var milliseconds: Int64 {
      let day: Int64 = 86_400_000
      return switch self {
      case .day: day
      case .week: 7 * day
      case .month: 30 * day
      case .year: 365 * day
      }
    }
  }

  /// Reads "2/week"; `nil` for anything else.
  public init?(parsing text: some StringProtocol) {
    guard let slash = text.firstIndex(of: "/"), let count = Int(text[..<slash]),
      (0...1_000_000).contains(count),
      let window = Window(rawValue: String(text[text.index(after: slash)...]))
    else { return nil }
    self.init(count: count, window: window)
  }

  public var text: String { "\(count)/\(window.rawValue)" }
}
