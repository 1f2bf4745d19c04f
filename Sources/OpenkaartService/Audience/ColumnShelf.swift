/// Where the columns of everybody are kept from one start to the next.
///
/// Names of people stand in a snapshot. It MUST be sealed where it lies on a disk, it MUST be in no
/// backup, and whatever is erased MUST make every key useless that was made before.
public protocol ColumnShelf: Sendable {
  /// Makes the key of a snapshot that is yet to be taken.
  ///
  /// It is made first, and what is kept under it is compared with the store after that. So a snapshot
  /// that holds somebody who was erased meanwhile cannot be opened.
  func makeColumnKey() async throws -> ColumnKey

  /// Keeps a snapshot in the place of the one before: all of it, or nothing.
  ///
  /// - Parameters:
  ///   - key: The key it is sealed under.
  ///   - last: The number of the last fact that is in it.
  ///   - write: Gives the bytes, piece by piece.
  /// - Throws: ``StoreError``, ``ColumnRefusal/outdated`` when somebody was erased since the key was
  ///   made, and what `write` throws; then the one before is left or none.
  func keepColumns(
    under key: ColumnKey, upTo last: Int64,
    _ write: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) async throws

  /// Reads the snapshot that was kept.
  ///
  /// - Parameter read: Takes the bytes, piece by piece, in order.
  /// - Returns: What `read` made of it; `nil` when there is none.
  /// - Throws: ``ColumnRefusal`` when it is not to be trusted, ``StoreError``, and what `read` throws.
  func keptColumns<Value: Sendable>(
    _ read: @escaping @Sendable ((UnsafeMutableRawBufferPointer) throws -> Void) throws -> Value
  ) async throws -> Value?

  /// Whether there is a snapshot.
  var hasColumns: Bool { get async }
}

/// The key of a snapshot that is yet to be taken; only the shelf knows what it is.
public struct ColumnKey: Sendable {
  public let work: any Sendable

  public init(_ work: any Sendable) { self.work = work }
}

/// Why a snapshot is not used; then everybody is read.
public enum ColumnRefusal: String, Error, Hashable, Sendable {
  /// Bytes were changed, moved, or are missing.
  case damaged
  /// Its key is gone: somebody was erased since, or the keys were replaced.
  case outdated
  /// Another program wrote it, whose gate may read otherwise.
  case otherProgram
  /// It is of another store, or of one that went another way since.
  case otherStore
  case otherPolicy
  case otherFormat
  /// So much came in, or something went, that reading everybody is quicker or needed.
  case behind
}

/// What became of the columns, for who runs the server.
public enum ColumnNews: Sendable {
  /// They were read back: how many people are in them.
  case opened(people: Int)
  case refused(ColumnRefusal)
  /// The shelf could not be read or written.
  case failed(any Error)
}
