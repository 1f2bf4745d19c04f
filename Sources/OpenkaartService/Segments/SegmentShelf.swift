public import OpenkaartCore

/// Where the sizes of segments are kept: numbers about nobody.
public protocol SegmentShelf: Sendable {
  /// Keeps the sizes of an hour, in place of what was kept of it.
  func note(_ sizes: [SegmentSize]) async throws
  /// The sizes of a segment, oldest first.
  func sizes(of segment: String) async throws -> [SegmentSize]
}

/// How many people were in a segment in an hour.
public struct SegmentSize: Hashable, Sendable {
  /// The id in the policy.
  public let segment: String
  /// The condition as one line: where it changes, the numbers mean something else.
  public let line: String
  /// The start of the hour.
  public let hour: Timestamp
  public let people: Int

  public init(segment: String, line: String, hour: Timestamp, people: Int) {
    self.segment = segment
    self.line = line
    self.hour = hour
    self.people = people
  }

  /// The start of the hour in which a moment falls.
  public static func hour(of moment: Timestamp) -> Timestamp {
    let hour: Int64 = 3_600_000
    let rest = moment.milliseconds % hour
    return Timestamp(milliseconds: moment.milliseconds - (rest < 0 ? rest + hour : rest))
  }
}
