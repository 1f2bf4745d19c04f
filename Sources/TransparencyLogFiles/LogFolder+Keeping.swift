public import LogVerificationFiles
public import TransparencyLog

extension LogFolder {
  /// Puts a checkpoint in its place; all that it covers has to be durable before.
  ///
  /// The same checkpoint may be put there again with more signatures.
  public func show(_ checkpoint: SignedNote) throws(LogFileError) {
    try DurableFile.write(checkpoint.bytes, to: place(of: Self.checkpointName))
    try DurableFile.synchronize(folder: path)
  }

  /// The bytes of a tile of hashes as it was at a smaller size of the log.
  ///
  /// A partial tile goes when the tile is full; its hashes are then the first of the full one.
  ///
  /// - Returns: `nil` when neither is there.
  public func hashes(_ tile: TilePath) throws(LogFileError) -> [UInt8]? {
    if let bytes = try read(tile) { return bytes }
    let whole = try read(TilePath(tile.row, index: tile.index))
    return whole.map { Array($0.prefix(tile.width * MerkleHash.byteCount)) }
  }
}
