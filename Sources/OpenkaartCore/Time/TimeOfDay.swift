/// A minute of the day by the local clock, such as `21:00`.
public struct TimeOfDay: Hashable, Comparable, Sendable {
  /// Minutes since midnight, 0 to 1439.
  public let minutes: Int

  /// Makes the time `minutes` after midnight, or `nil` outside 0 to 1439.
  public init?(minutes: Int) {
    guard 0..<1440 ~= minutes else { return nil }
    self.minutes = minutes
  }

  /// Reads exactly `HH:mm`, `00:00` to `23:59`.
  public init?(parsing text: some StringProtocol) {
    var scanner = FieldScanner(text)
    guard let hour = scanner.digits(2), hour < 24, scanner.skip(":"),
      let minute = scanner.digits(2), minute < 60, scanner.isAtEnd
    else { return nil }
    minutes = hour * 60 + minute
  }

  /// The time as `HH:mm`.
  public var text: String {
    String(unsafeUninitializedCapacity: 5) { bytes in
      var text = FieldWriter(bytes)
      text.append(minutes / 60, width: 2)
      text.append(":")
      text.append(minutes % 60, width: 2)
      return text.count
    }
  }

  public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    left.minutes < right.minutes
  }
}
