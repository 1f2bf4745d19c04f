public import LogVerification

/// Where the hashes of complete subtrees are found, by which every root and proof is made.
///
/// The subtree at `height` and `index` holds the entries from `index * 2^height` up to
/// `(index + 1) * 2^height`; at height 0 it is a leaf.
public protocol SubtreeHashes {
  /// - Throws: When the subtree is not complete, or its hash cannot be read.
  func hash(height: Int, index: UInt64) throws -> MerkleHash
}

extension SubtreeHashes {
  /// The root of the tree of the first `size` entries.
  public func root(size: UInt64) throws -> MerkleHash {
    size == 0 ? .emptyRoot : try hash(of: Subtree(0..<size))
  }

  /// The proof that the entry at `index` is in the tree of the first `size` entries.
  ///
  /// - Precondition: `index < size`.
  /// - SeeAlso: RFC 6962 2.1.1.
  public func inclusionProof(index: UInt64, size: UInt64) throws -> InclusionProof {
    InclusionProof(
      index: index, size: size,
      hashes: try InclusionProof.subtrees(index: index, size: size).map(hash(of:)))
  }

  /// The proof that the tree of `oldSize` entries is the beginning of that of `newSize`.
  ///
  /// - Precondition: `0 < oldSize` and `oldSize <= newSize`.
  /// - SeeAlso: RFC 6962 2.1.2.
  public func consistencyProof(
    from oldSize: UInt64, to newSize: UInt64
  ) throws -> ConsistencyProof {
    ConsistencyProof(
      oldSize: oldSize, newSize: newSize,
      hashes: try ConsistencyProof.subtrees(from: oldSize, to: newSize).map(hash(of:)))
  }

  private func hash(of subtree: Subtree) throws -> MerkleHash {
    guard let (left, right) = subtree.halves else {
      return try hash(height: subtree.height, index: subtree.entries.lowerBound >> subtree.height)
    }
    return .node(try hash(of: left), try hash(of: right))
  }
}
