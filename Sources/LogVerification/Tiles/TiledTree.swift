/// The right edge of a tree that is kept in tiles: what is needed to let it grow.
///
/// It holds the partial tile of each level, so a log of any size needs a few hundred kilobytes at
/// most. Both the writer of a log and its auditor make the same tiles from the same leaves with it.
public struct TiledTree: Sendable {
  /// The number of entries.
  public package(set) var size: UInt64 = 0
  /// The hashes of the partial tile of each level, from level 0.
  package var edge: [[MerkleHash]] = [[]]

  /// A tree without entries.
  public init() {}

  /// Adds an entry at the end by its leaf hash.
  ///
  /// - Returns: The tiles that are full now, from level 0 upwards; mostly none.
  public mutating func append(_ leaf: MerkleHash) -> [Tile] {
    size += 1
    edge[0].append(leaf)
    return edge[0].count < TilePath.fullWidth ? [] : takeFullTiles()
  }

  private mutating func takeFullTiles() -> [Tile] {
    var full: [Tile] = []
    var level = 0
    var covered = size
    while edge[level].count == TilePath.fullWidth {
      covered /= UInt64(TilePath.fullWidth)
      let tile = Tile(level: level, index: covered - 1, hashes: edge[level])
      full.append(tile)
      edge[level].removeAll(keepingCapacity: true)
      if edge.count == level + 1 { edge.append([]) }
      edge[level + 1].append(tile.root)
      level += 1
    }
    return full
  }

  /// The partial tiles at this size, from level 0 upwards.
  public var partialTiles: [Tile] {
    edge.indices.filter { !edge[$0].isEmpty }.map { level in
      let index = level < 7 ? size >> (8 * (level + 1)) : 0
      return Tile(level: level, index: index, hashes: edge[level])
    }
  }

  /// The root of the whole tree.
  public var root: MerkleHash {
    var root: MerkleHash?
    for hashes in edge {
      // What is incomplete below is the last of this level, as it is in the tree.
      let row = hashes + (root.map { [$0] } ?? [])
      if !row.isEmpty { root = Tile.root(above: row) }
    }
    return root ?? .emptyRoot
  }
}
