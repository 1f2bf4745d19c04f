public import OpenkaartCore

/// A file that is read as facts, some rows at a time.
///
/// What cannot be read is reported and the rest goes on.
public protocol FactFeed: Sendable {
  /// What came of the file so far.
  var report: FileReport { get }
  /// How much of the file is read, from 0 to 1.
  var part: Double { get }

  /// Whether some facts come from several rows, and so only when the file has ended.
  var hasGroups: Bool { get }

  /// Reads on for so many rows; `nil` when the file had ended before.
  ///
  /// Facts that several rows tell together come last.
  ///
  /// - Throws: ``ContentError`` when the file cannot be read any further.
  mutating func next(rows count: Int) throws(ContentError) -> FeedBatch?

  /// Reports a fact that was read but could not be kept.
  mutating func reject(_ fed: FedFact, _ error: DocumentError)

  /// The rejects since the last call, which the report then forgets.
  mutating func drainRejects() -> [Reject]
}

/// Some rows of a file: the facts they tell.
public struct FeedBatch: Sendable {
  public internal(set) var facts: [FedFact] = []
  /// What the rows say as a whole, when the file is a full export.
  public internal(set) var rows: [FedRow] = []
  /// Whether these are facts that several rows tell together.
  public internal(set) var isGrouped = false
}

/// A fact as it was read, and where.
public struct FedFact: Sendable {
  public let reading: FactReader.Reading
  /// The row that completed it, counted from 1 over rows that hold anything; of a fact that several
  /// rows tell, all of them.
  public let rows: [Int]
  let origin: FactDraft.Origin

  public var fact: Fact { reading.fact }
}

/// A row of a full export.
public struct FedRow: Sendable {
  /// Counted from 1 over rows that hold anything.
  public let number: Int
  public let key: String
  /// SHA-256 over what the mapping reads of the row.
  public let digest: [UInt8]
  /// The person the row is about, as its first fact says.
  public let subject: [Identifier]
}

/// When facts of a file count as known.
public enum Knowledge: Hashable, Sendable {
  /// From now, which is given: a decision about an earlier moment does not know them.
  case since(Timestamp)
  /// From when they happened, but not later than now: for a first load of history.
  case sinceItHappened(now: Timestamp)
  /// From when they happened, or as they say themselves: for files that are asked and forgotten.
  case asTold

  func reader(source: String?, isFromSystem: Bool) -> FactReader {
    switch self {
    case .since(let now):
      FactReader(defaultSource: source, recordedAt: now, acceptsRecordedAt: false)
    case .sinceItHappened, .asTold:
      FactReader(defaultSource: source, acceptsRecordedAt: !isFromSystem)
    }
  }

  /// The fact, known from the right moment.
  func adjusted(_ fact: Fact) -> Fact {
    guard case .sinceItHappened(let now) = self, fact.recordedAt > now else { return fact }
    return fact.recorded(at: now)
  }
}

extension Fact {
  func recorded(at moment: Timestamp) -> Fact {
    Fact(
      id: id, subject: subject, occurredAt: occurredAt, recordedAt: moment, content: content,
      unknownFields: unknownFields)
  }
}
