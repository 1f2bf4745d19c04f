public import TransparencyLog

/// Writes the files of a log as it grows.
///
/// The files are a copy: whoever keeps the entries can make them again, and must when a write fails.
/// Nothing that a checkpoint covers is ever changed, and a checkpoint is put in place only when all
/// it covers is durable.
public struct LogWriter {
  /// A checkpoint that is not of the entries that were appended.
  public struct WrongCheckpoint: Error, Hashable, Sendable, CustomStringConvertible {
    /// For people.
    public let description =
      "The checkpoint is not of the entries that were written; the files were left as they are."
  }

  private var changes: FolderChanges
  private var tree: TiledTree
  private var bundle: EntryBundle
  private var completed: [TilePath] = []

  /// Begins a log in a folder.
  public init(creating folder: LogFolder) {
    changes = FolderChanges(of: folder)
    tree = TiledTree()
    bundle = EntryBundle()
  }

  /// Takes up a log where its checkpoint ends; what was written after it is written again.
  ///
  /// - Throws: `LogFileError` or `FormatError` when the files cannot be used. Make them again then.
  public init(resuming folder: LogFolder, at checkpoint: Checkpoint) throws {
    changes = FolderChanges(of: folder)
    tree = try TiledTree(size: checkpoint.size) { path in
      try Tile.hashes(in: folder.read(path) ?? [], width: path.width)
    }
    guard tree.root == checkpoint.root else { throw WrongCheckpoint() }
    let index = checkpoint.size / UInt64(TilePath.fullWidth)
    bundle = EntryBundle()
    if let path = TilePath(.entries, index: index, size: checkpoint.size) {
      bundle = try EntryBundle(folder.read(path) ?? [], width: path.width)
    }
  }

  /// How many entries were appended.
  public var size: UInt64 { tree.size }

  /// The checkpoint to be signed.
  public func checkpoint(origin: Name) -> Checkpoint {
    Checkpoint(origin: origin, size: tree.size, root: tree.root)
  }

  /// Adds an entry at the end; a bundle and tiles that are full now are written.
  public mutating func append(_ entry: [UInt8]) throws {
    try bundle.append(entry)
    let tiles = tree.append(.leaf(entry))
    guard bundle.count == TilePath.fullWidth else { return }
    let path = TilePath(.entries, index: tree.size / UInt64(TilePath.fullWidth) - 1)
    try changes.write(bundle.bytes, to: path)
    for tile in tiles { try changes.write(tile.bytes, to: tile.path) }
    completed += [path] + tiles.map(\.path)
    bundle = EntryBundle()
  }

  /// Writes what is still partial, makes everything durable, and puts the checkpoint in its place.
  ///
  /// - Throws: ``WrongCheckpoint``, or `LogFileError` when the system fails; the old checkpoint
  ///   stays then.
  public mutating func publish(_ signed: SignedCheckpoint) throws {
    let checkpoint = signed.checkpoint
    guard checkpoint.size == tree.size, checkpoint.root == tree.root else {
      throw WrongCheckpoint()
    }
    try settle()
    try changes.publish(signed.note)
    tidy()
  }

  /// Writes what is still partial, and makes everything durable; no checkpoint covers it yet.
  ///
  /// - Throws: `LogFileError` when the system fails.
  public mutating func settle() throws(LogFileError) {
    if let path = TilePath(
      .entries, index: tree.size / UInt64(TilePath.fullWidth), size: tree.size)
    {
      try changes.write(bundle.bytes, to: path)
    }
    for tile in tree.partialTiles { try changes.write(tile.bytes, to: tile.path) }
    try changes.publish(nil)
  }

  /// Removes the partial versions of tiles that are full under the checkpoint that is shown.
  public mutating func tidy() {
    for path in completed { changes.removePartialVersions(of: path) }
    completed.removeAll()
  }
}
