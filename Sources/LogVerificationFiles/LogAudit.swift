import Glibc
public import LogVerification

/// Makes a whole log again from its entries and compares it with its files and its signed root.
///
/// It reads bundle by bundle and keeps the right edge of the tree only, so a log of any size needs a
/// few megabytes. Where an entry and its hash do not belong together, the hash above them, which is
/// in another file, tells which of the two was changed.
public struct LogAudit {
  /// What an audit found.
  public struct Report: Sendable {
    /// The head of the log, and who signed it.
    public let checkpoint: VerifiedCheckpoint
    /// What is wrong; empty when every file is as it was signed.
    public let findings: [AuditFinding]
  }

  private let folder: LogFolder
  private let head: VerifiedCheckpoint
  private let earlier: Checkpoint?
  private var tree = TiledTree()
  private var findings: [AuditFinding] = []
  private var keep: ((TilePath, [UInt8]) throws -> Void)?

  /// Whoever ruins more than this need not be told more.
  private static let mostFindings = 1000

  /// An audit of a folder.
  ///
  /// - Parameters:
  ///   - folder: Holds the log.
  ///   - policy: Says whose signatures are believed.
  ///   - earlier: A checkpoint that was seen before; the log must have grown from it.
  /// - Throws: ``LogFileError``, `FormatError` or `TrustError` when there is no checkpoint to believe.
  public init(
    of folder: LogFolder, by policy: TrustPolicy, since earlier: Checkpoint? = nil
  ) throws {
    guard let bytes = try folder.checkpoint() else {
      // A folder that is not there, or not to be entered, says nothing of the log.
      guard access("\(folder.path)/.", X_OK) == 0 else { throw LogFileError.last(at: folder.path) }
      throw AuditFinding.missing(file: LogFolder.checkpointName)
    }
    self.folder = folder
    self.earlier = earlier
    head = try SignedCheckpoint(parsing: bytes).verified(by: policy)
  }

  private var signed: Checkpoint { head.checkpoint }

  /// How many entries are to be checked.
  public var size: UInt64 { signed.size }

  /// Reads the whole log.
  ///
  /// - Parameters:
  ///   - progress: Is told how many entries have been checked, after every bundle.
  ///   - keep: Is given each file that is right, until the first finding.
  /// - Returns: What was found.
  /// - Throws: ``LogFileError`` when the system fails, and what `keep` throws.
  public consuming func report(
    progress: (UInt64) -> Void = { _ in }, keep: ((TilePath, [UInt8]) throws -> Void)? = nil
  ) throws -> Report {
    self.keep = keep
    let full = UInt64(TilePath.fullWidth)
    if let earlier, earlier.size > signed.size {
      note(.rolledBack(oldSize: earlier.size, size: signed.size))
    }
    compareWithEarlier()
    for index in 0..<(signed.size / full + (signed.size % full == 0 ? 0 : 1)) {
      guard try checkBundle(index) else { break }
      progress(tree.size)
    }
    try finish()
    return Report(checkpoint: head, findings: findings)
  }

  private mutating func note(_ finding: AuditFinding) {
    if findings.count < Self.mostFindings { findings.append(finding) }
  }

  /// Checks a bundle and the hashes of its entries; false when nothing after it can be checked.
  private mutating func checkBundle(_ index: UInt64) throws -> Bool {
    guard let entries = TilePath(.entries, index: index, size: signed.size),
      let tile = TilePath(.hashes(level: 0), index: index, size: signed.size)
    else { return false }
    let bundle = try read(entries) { bytes throws(FormatError) in
      try EntryBundle(bytes, width: entries.width)
    }
    let (derived, listed) = (bundle?.leafHashes, try hashes(in: tile))
    guard let either = derived ?? listed else {
      note(.cannotGoOn(entry: tree.size))
      return false
    }
    var right = either
    if let derived, let listed, derived != listed {
      right = try choose(derived, listed, bundle: entries, tile: tile)
    }
    let completed = append(right)
    if let bundle, derived == right { try settle(entries, bundle.prefix) }
    try settle(Tile(level: 0, index: index, hashes: right))
    for tile in completed where tile.path.row != .hashes(level: 0) { try compare(tile) }
    return true
  }

  /// Which hashes are right: those of the entries or those in the tile.
  ///
  /// What is above them tells; they are not in the tree yet.
  private mutating func choose(
    _ derived: [MerkleHash], _ listed: [MerkleHash], bundle: TilePath, tile: TilePath
  ) throws -> [MerkleHash] {
    let place = derived.indices.first { derived[$0] != listed[$0] } ?? 0
    let entry = bundle.index * UInt64(TilePath.fullWidth) + UInt64(place)
    let above = tile.isPartial ? signed.root : try hashAbove(tile)
    if above == hash(above: derived, in: tile) {
      note(.hashChanged(file: "\(tile)", hash: place))
    } else if above == hash(above: listed, in: tile) {
      note(.entryChanged(file: "\(bundle)", entry: entry))
      return listed
    } else {
      note(.entryOrHashChanged(bundle: "\(bundle)", tile: "\(tile)", entry: entry))
    }
    return derived
  }

  /// What these hashes would lead to: the root of the log where the tile is its last.
  private func hash(above hashes: [MerkleHash], in tile: TilePath) -> MerkleHash {
    guard tile.isPartial else { return Tile.root(above: hashes) }
    var whole = tree
    for hash in hashes { _ = whole.append(hash) }
    return whole.root
  }

  /// What the file of the level above says of a full tile of level 0.
  private func hashAbove(_ tile: TilePath) throws -> MerkleHash? {
    let (index, place) = tile.index.quotientAndRemainder(dividingBy: UInt64(TilePath.fullWidth))
    guard let above = TilePath(.hashes(level: 1), index: index, size: signed.size),
      let bytes = try bytes(of: above),
      let hashes = try? Tile.hashes(in: bytes, width: above.width)
    else { return nil }
    return hashes[Int(place)]
  }

  /// Adds the hashes of a bundle to the tree, and gives the tiles that are full by them.
  private mutating func append(_ hashes: [MerkleHash]) -> [Tile] {
    var completed: [Tile] = []
    for hash in hashes {
      completed += tree.append(hash)
      if tree.size == earlier?.size { compareWithEarlier() }
    }
    return completed
  }

  private mutating func compareWithEarlier() {
    if let earlier, tree.size == earlier.size, tree.root != earlier.root {
      note(.rewritten(oldSize: earlier.size))
    }
  }

  /// Compares the tiles at the right edge, and the root with the one that was signed.
  private mutating func finish() throws {
    guard tree.size == signed.size else { return }
    for tile in tree.partialTiles where tile.path.row != .hashes(level: 0) { try compare(tile) }
    if tree.root != signed.root {
      note(.rootDiffers(derived: tree.root, signed: signed.root))
    }
  }
}

extension LogAudit {
  /// The bytes of a tile, which may have become full since the checkpoint; `nil` when it is missing.
  private func bytes(of tile: TilePath) throws -> [UInt8]? {
    if let bytes = try folder.read(tile) { return bytes }
    guard tile.isPartial, let bytes = try folder.read(tile.full) else { return nil }
    guard tile.row == .entries else {
      return Array(bytes.prefix(tile.width * MerkleHash.byteCount))
    }
    return (try? EntryBundle(bytes, width: TilePath.fullWidth))?.prefix(tile.width)
  }

  /// What a file holds, or `nil` with a finding.
  private mutating func read<Content>(
    _ tile: TilePath, as content: ([UInt8]) throws(FormatError) -> Content
  ) throws -> Content? {
    guard let bytes = try bytes(of: tile) else {
      note(.missing(file: "\(tile)"))
      return nil
    }
    do {
      return try content(bytes)
    } catch {
      note(.malformed(file: "\(tile)", reason: error.problem))
      return nil
    }
  }

  private mutating func hashes(in tile: TilePath) throws -> [MerkleHash]? {
    try read(tile) { bytes throws(FormatError) in try Tile.hashes(in: bytes, width: tile.width) }
  }

  /// Compares a tile with its file.
  private mutating func compare(_ tile: Tile) throws {
    let listed = try hashes(in: tile.path)
    if let listed, let place = listed.indices.first(where: { listed[$0] != tile.hashes[$0] }) {
      note(.hashChanged(file: "\(tile.path)", hash: place))
    }
    try settle(tile)
  }

  private mutating func settle(_ tile: Tile) throws {
    try settle(tile.path) { Array(tile.bytes.prefix($0 * MerkleHash.byteCount)) }
  }

  /// Compares what is kept of the time when a file was not as wide, and hands on what is right.
  ///
  /// - Parameters:
  ///   - file: Where they are.
  ///   - prefix: The bytes of the file when it had so many entries or hashes.
  /// - Throws: ``LogFileError``, and what is handed on may throw.
  private mutating func settle(_ file: TilePath, _ prefix: (Int) -> [UInt8]) throws {
    for version in folder.partialVersions(of: file) where version.width < file.width {
      if try folder.read(version) != prefix(version.width) {
        note(.partialVersionDiffers(file: "\(version)"))
      }
    }
    if let keep, findings.isEmpty { try keep(file, prefix(file.width)) }
  }
}
