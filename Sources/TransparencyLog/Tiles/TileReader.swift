public import LogVerification

/// Finds the hashes of a log in its tiles, so that proofs can be made from files alone.
public struct TileReader: SubtreeHashes {
  /// The size of the log whose tiles are read.
  public let size: UInt64
  private let read: (TilePath) throws -> [UInt8]

  /// - Parameters:
  ///   - size: Of the checkpoint; tells which tiles are there and how wide they are.
  ///   - read: Gives the bytes of a tile.
  public init(size: UInt64, read: @escaping (TilePath) throws -> [UInt8]) {
    self.size = size
    self.read = read
  }

  /// - Throws: ``MissingSubtree``, `FormatError`, or what reading throws.
  public func hash(height: Int, index: UInt64) throws -> MerkleHash {
    guard (0..<64).contains(height), index < size >> height else {
      throw MissingSubtree(height: height, index: index)
    }
    let first = index << (height % 8)
    let (tile, start) = first.quotientAndRemainder(dividingBy: UInt64(TilePath.fullWidth))
    guard let path = TilePath(.hashes(level: height / 8), index: tile, size: size) else {
      throw MissingSubtree(height: height, index: index)
    }
    let hashes = try Tile.hashes(in: read(path), width: path.width)
    let end = Int(start) + (1 << (height % 8))
    return Tile.root(above: Array(hashes[Int(start)..<end]))
  }
}
