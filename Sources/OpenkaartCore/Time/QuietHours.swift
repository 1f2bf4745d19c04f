/// Hours of the day in which not to disturb, by the person's own clock; may pass midnight.
public struct QuietHours: Hashable, Sendable {
  public let from: TimeOfDay
  public let to: TimeOfDay

  public init(from: TimeOfDay, to: TimeOfDay) {
    self.from = from
    self.to = to
  }

  /// Whether a local time, in milliseconds since midnight, is in `from..<to`.
  ///
  /// The window wraps past midnight when `from` is later than `to`, and is empty when they are
  /// equal.
  func contains(timeOfDay time: Int64) -> Bool {
    let from = Int64(from.minutes) * 60_000
    let to = Int64(to.minutes) * 60_000
    return from <= to ? from <= time && time < to : from <= time || time < to
  }
}
