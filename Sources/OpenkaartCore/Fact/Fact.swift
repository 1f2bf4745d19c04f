/// Something that happened, told by a source about one person.
///
/// A fact is never changed.
public struct Fact: Hashable, Sendable {
  public let id: FactID
  /// One or more identifiers of one person; naming several links them.
  public let subject: [Identifier]
  /// When it happened.
  public let occurredAt: Timestamp
  /// When Openkaart learned of it; a decision knows no fact recorded after it.
  public let recordedAt: Timestamp
  public let content: FactContent
  /// Fields the format does not know: kept and counted, used for nothing.
  public let unknownFields: [Node.Member]

  public init(
    id: FactID, subject: [Identifier], occurredAt: Timestamp, recordedAt: Timestamp,
    content: FactContent, unknownFields: [Node.Member] = []
  ) {
    self.id = id
    self.subject = subject
    self.occurredAt = occurredAt
    self.recordedAt = recordedAt
    self.content = content
    self.unknownFields = unknownFields
  }

  /// Where this fact stands in the person's history.
  ///
  /// A no counts from the moment we could know it: nobody has to wait for a withdrawal to begin.
  public var placedAt: Timestamp {
    content.countsFromEarliest ? min(occurredAt, recordedAt) : occurredAt
  }

  /// Calls `body` with every identifier this fact says belongs to its subject.
  package func forEachIdentifier(_ body: (Identifier) -> Void) {
    for identifier in subject { body(identifier) }
    if case .described(let description) = content {
      for identifier in description.identifiers { body(identifier) }
    }
    if let point = content.contactPointIdentifier { body(point) }
  }
}

/// The idempotency key of a fact: unique per source.
public struct FactID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let source: String
  public let id: String

  public init(source: String, id: String) {
    self.source = source
    self.id = id
  }

  public var description: String { id }

  public static func < (one: Self, other: Self) -> Bool {
    one.source == other.source ? one.id < other.id : one.source < other.source
  }
}
