/// How much is asked of a number: at least, at most or exactly so much.
public struct Bound: Hashable, Sendable {
  /// Which side of the number counts.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case atLeast, atMost, exactly
  }

  public let kind: Kind
  /// Times, cents, years or whatever the test counts; from 0 to ``most``.
  public let value: Int64

  /// The largest number that can be asked for: ten million million euros in cents.
  public static let most: Int64 = 1_000_000_000_000_000

  /// Makes a bound, or `nil` when `value` is negative or more than ``most``.
  public init?(_ kind: Kind, _ value: Int64) {
    guard (0...Self.most).contains(value) else { return nil }
    self.kind = kind
    self.value = value
  }

  private init(once value: Int64) {
    kind = .atLeast
    self.value = value
  }

  /// At least once: what is meant where nothing is said.
  public static let once = Bound(once: 1)

  public func holds(for number: Int64) -> Bool {
    switch kind {
    case .atLeast: number >= value
    case .atMost: number <= value
    case .exactly: number == value
    }
  }
}
