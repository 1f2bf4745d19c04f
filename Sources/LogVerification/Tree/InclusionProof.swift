/// The hashes beside the way from an entry up to the root.
///
/// - SeeAlso: RFC 6962 2.1.1; RFC 9162 2.1.3.
public struct InclusionProof: Hashable, Sendable {
  /// A path through a tree of 2^64 - 1 entries has no more hashes than this.
  public static let mostHashes = 64

  /// The place of the entry in the tree, from 0.
  public let index: UInt64
  /// How many entries the tree has.
  public let size: UInt64
  /// From the sibling of the leaf up to the child of the root.
  public let hashes: [MerkleHash]

  /// A proof as somebody claims it; nothing is checked before ``proves(_:in:)``.
  public init(index: UInt64, size: UInt64, hashes: [MerkleHash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Whether the leaf is at the index of the tree with this root.
  ///
  /// - SeeAlso: RFC 9162 2.1.3.2.
  public func proves(_ leaf: MerkleHash, in root: MerkleHash) -> Bool {
    self.root(above: leaf) == root
  }

  /// The root that the proof leads to, or `nil` when it does not fit the index and the size.
  public func root(above leaf: MerkleHash) -> MerkleHash? {
    guard index < size else { return nil }
    var (node, last, hash) = (index, size - 1, leaf)
    for sibling in hashes {
      guard last > 0 else { return nil }
      if node & 1 == 1 || node == last {
        hash = .node(sibling, hash)
        // At the right edge the levels without a sibling are passed over.
        last >>= node.trailingZeroBitCount
        node >>= node.trailingZeroBitCount
      } else {
        hash = .node(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 ? hash : nil
  }
}
