/// Up to 256 hashes that lie beside each other at one level of the tree.
///
/// - SeeAlso: C2SP tlog-tiles, "Merkle Tree".
public struct Tile: Hashable, Sendable {
  /// Where it is kept.
  public let path: TilePath
  /// 1 through 256 hashes.
  public let hashes: [MerkleHash]

  /// - Precondition: There are 1 through 256 hashes.
  public init(level: Int, index: UInt64, hashes: [MerkleHash]) {
    path = TilePath(.hashes(level: level), index: index, width: hashes.count)
    self.hashes = hashes
  }

  /// The hashes in the bytes of a tile.
  ///
  /// - Throws: ``FormatError`` unless they are `width` hashes.
  public static func hashes(in bytes: [UInt8], width: Int) throws(FormatError) -> [MerkleHash] {
    guard bytes.count == width * MerkleHash.byteCount else {
      throw FormatError(
        .tile, "\(bytes.count) bytes, where \(width) hashes are \(width * MerkleHash.byteCount)")
    }
    return (0..<width).compactMap { MerkleHash(bytes[($0 * 32)..<(($0 + 1) * 32)]) }
  }

  /// As it is served: the hashes one after another.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * MerkleHash.byteCount)
    for hash in hashes { hash.withUnsafeBytes { bytes += $0 } }
    return bytes
  }

  /// The root of the subtree above the hashes.
  public var root: MerkleHash { Self.root(above: hashes) }

  /// The root above the hashes of subtrees of equal height.
  ///
  /// - Precondition: There is at least one.
  public static func root(above hashes: [MerkleHash]) -> MerkleHash {
    var row = hashes
    var count = row.count
    while count > 1 {
      for pair in 0..<count / 2 { row[pair] = .node(row[2 * pair], row[2 * pair + 1]) }
      // One that is left over stays the last of the next level: the tree leans to the left.
      if !count.isMultiple(of: 2) { row[count / 2] = row[count - 1] }
      count = (count + 1) / 2
    }
    return row[0]
  }
}
