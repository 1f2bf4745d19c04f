public import OpenkaartCore

/// How far each import came, so that one that was cut off goes on where it was.
///
/// Note a step only after ``FactStore/append(_:)`` returned for it: what is noted is done. A step that
/// was not noted is done again, and its facts are then duplicates.
public protocol ImportJournal: Sendable {
  /// How far the import of a file came; `nil` when it never began.
  func progress(of file: ImportedFile) async throws -> ImportProgress?
  func note(_ progress: ImportProgress, of file: ImportedFile) async throws

  /// How rows of a full export differ from what the source last told; writes nothing.
  func changes(in rows: [SnapshotRow], of source: String) async throws -> [SnapshotChange]
  /// Remembers rows as the source tells them now, in the export whose digest is `run`.
  func note(_ rows: [SnapshotRow], of source: String, seenIn run: [UInt8]) async throws
  /// What the source told of before, and this run did not hold.
  func rowsMissing(from run: [UInt8], of source: String) async throws -> MissingRows
}

/// One file read by one mapping for one source.
public struct ImportedFile: Hashable, Sendable {
  /// SHA-256 of the file.
  public let digest: [UInt8]
  /// SHA-256 of the mapping.
  public let mapping: [UInt8]
  public let source: String

  public init(digest: [UInt8], mapping: [UInt8], source: String) {
    self.digest = digest
    self.mapping = mapping
    self.source = source
  }
}

public struct ImportProgress: Hashable, Sendable {
  /// Rows whose facts are in the store.
  public let rows: Int
  public let isFinished: Bool

  public init(rows: Int, isFinished: Bool) {
    self.rows = rows
    self.isFinished = isFinished
  }
}

/// A row of a full export, told again every night.
public struct SnapshotRow: Hashable, Sendable {
  /// What names the row in its source; kept only as a keyed hash.
  public let key: String
  /// A digest of all that the row says; kept only as a keyed hash.
  public let digest: [UInt8]
  /// The person the row is about.
  public let subject: [Identifier]

  public init(key: String, digest: [UInt8], subject: [Identifier]) {
    self.key = key
    self.digest = digest
    self.subject = subject
  }
}

/// How a row differs from the last time.
public enum SnapshotChange: Hashable, Sendable {
  case new, same, changed
}

/// The rows that an export left out.
public struct MissingRows: Hashable, Sendable {
  public let count: Int
  /// The customers they were about, each once, as far as the store knows them; at most 1,000.
  public let customers: [CustomerID]

  public init(count: Int, customers: [CustomerID]) {
    self.count = count
    self.customers = customers
  }
}
