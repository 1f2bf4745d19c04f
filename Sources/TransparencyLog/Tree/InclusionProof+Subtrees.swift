import LogVerification

extension InclusionProof {
  /// The subtrees whose hashes make the proof, in its order.
  static func subtrees(index: UInt64, size: UInt64) -> [Subtree] {
    precondition(index < size, "the entry is in the tree")
    var way = Subtree(0..<size)
    var siblings: [Subtree] = []
    while way.count > 1 {
      let (left, right) = way.parted
      let isLeft = index < right.entries.lowerBound
      siblings.append(isLeft ? right : left)
      way = isLeft ? left : right
    }
    return siblings.reversed()
  }
}
