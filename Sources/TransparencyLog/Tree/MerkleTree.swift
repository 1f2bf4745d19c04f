public import LogVerification

/// A tree that is kept whole in memory, about 64 bytes an entry.
///
/// It is for the inner tree of a batch and for tests; a log keeps its hashes in tiles.
public struct MerkleTree: Sendable, SubtreeHashes {
  /// The hashes of complete subtrees by their height.
  private var levels: [[MerkleHash]] = [[]]

  /// A tree without entries.
  public init() {}

  /// The tree of these leaves, given by their hashes.
  public init(leaves: some Sequence<MerkleHash>) {
    for leaf in leaves { append(leaf) }
  }

  /// The number of entries.
  public var size: UInt64 { UInt64(levels[0].count) }

  /// Adds an entry at the end by its leaf hash.
  public mutating func append(_ leaf: MerkleHash) {
    levels[0].append(leaf)
    var height = 0
    while levels[height].count.isMultiple(of: 2) {
      let row = levels[height]
      if height + 1 == levels.count { levels.append([]) }
      levels[height + 1].append(.node(row[row.count - 2], row[row.count - 1]))
      height += 1
    }
  }

  /// - Throws: ``MissingSubtree`` when the subtree reaches past the last entry.
  public func hash(height: Int, index: UInt64) throws(MissingSubtree) -> MerkleHash {
    guard levels.indices.contains(height), index < UInt64(levels[height].count) else {
      throw MissingSubtree(height: height, index: index)
    }
    return levels[height][Int(index)]
  }
}

/// A root or proof was asked of a larger tree than there is.
public struct MissingSubtree: Error, Hashable, Sendable, CustomStringConvertible {
  /// How many levels above the leaves.
  public let height: Int
  /// Which one of its level, from 0.
  public let index: UInt64

  /// For people.
  public var description: String {
    "The tree has no complete subtree \(index) at height \(height); ask for a size it has reached."
  }
}
