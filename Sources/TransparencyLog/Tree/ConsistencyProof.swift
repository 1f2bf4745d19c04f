public import LogVerification

/// The hashes that show that a tree only grew.
///
/// - SeeAlso: RFC 6962 2.1.2; RFC 9162 2.1.4.
public struct ConsistencyProof: Hashable, Sendable {
  /// The number of entries before.
  public let oldSize: UInt64
  /// The number of entries now.
  public let newSize: UInt64
  /// In the order of RFC 6962.
  public let hashes: [MerkleHash]

  /// A proof as somebody claims it; nothing is checked before ``proves(_:isPrefixOf:)``.
  public init(oldSize: UInt64, newSize: UInt64, hashes: [MerkleHash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Whether the tree with the old root is the beginning of that with the new one.
  ///
  /// Never true of an empty old tree: it says nothing that could be proved, and whoever accepts it
  /// accepts any new root. Who knows no older tree must treat that case apart.
  ///
  /// - SeeAlso: RFC 9162 2.1.4.2.
  public func proves(_ oldRoot: MerkleHash, isPrefixOf newRoot: MerkleHash) -> Bool {
    guard oldSize > 0, oldSize <= newSize else { return false }
    guard oldSize < newSize else { return hashes.isEmpty && oldRoot == newRoot }
    // A complete old tree is a node of the new one; its hash is known and not sent.
    let isComplete = oldSize.nonzeroBitCount == 1
    guard let start = isComplete ? oldRoot : hashes.first else { return false }
    let shared = (~(oldSize - 1)).trailingZeroBitCount
    var (node, last) = ((oldSize - 1) >> shared, (newSize - 1) >> shared)
    var (old, new) = (start, start)
    for sibling in isComplete ? hashes[...] : hashes.dropFirst() {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        old = .node(sibling, old)
        new = .node(sibling, new)
        last >>= node.trailingZeroBitCount
        node >>= node.trailingZeroBitCount
      } else {
        new = .node(new, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && old == oldRoot && new == newRoot
  }

  /// The subtrees whose hashes make the proof, in its order.
  static func subtrees(from oldSize: UInt64, to newSize: UInt64) -> [Subtree] {
    precondition(0 < oldSize && oldSize <= newSize, "an old tree is no larger than the new one")
    var way = Subtree(0..<newSize)
    var siblings: [Subtree] = []
    var isOldTree = true
    while way.entries.upperBound != oldSize {
      let (left, right) = way.parted
      if oldSize <= right.entries.lowerBound {
        siblings.append(right)
        way = left
      } else {
        siblings.append(left)
        way = right
        isOldTree = false
      }
    }
    if !isOldTree { siblings.append(way) }
    return siblings.reversed()
  }
}
