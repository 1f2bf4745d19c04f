public import LogVerification

/// Many records under one entry: one use of the data of many people.
///
/// The commitments are the leaves of a tree of their own, and the entry commits to its root and
/// size. Each person is shown two paths: from the commitment to the root of the batch, and from the
/// entry to the root of the log.
public struct Batch: Sendable {
  private let tree: MerkleTree

  /// A batch of these commitments, in this order.
  ///
  /// The order must say nothing of the people; the caller shuffles it.
  public init(_ commitments: some Sequence<MerkleHash>) {
    tree = MerkleTree(leaves: commitments.lazy.map(Self.leaf))
  }

  /// How many commitments there are.
  public var count: UInt64 { tree.size }

  /// What the entry of the batch holds.
  public var commitment: MerkleHash? {
    guard let root = try? tree.root(size: tree.size) else { return nil }
    return Commitment.hash(ofBatch: root, count: count)
  }

  /// The path of the commitment at a place in the batch, from 0; `nil` when there is none.
  public func proof(at index: UInt64) -> InclusionProof? {
    index < count ? try? tree.inclusionProof(index: index, size: count) : nil
  }

  private static func leaf(_ commitment: MerkleHash) -> MerkleHash { .leaf(commitment.bytes) }
}
