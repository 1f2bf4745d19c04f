/// The entries below one node of a tree; only the last subtree of a tree can be incomplete.
struct Subtree {
  let entries: Range<UInt64>

  /// - Precondition: There is at least one entry.
  init(_ entries: Range<UInt64>) {
    precondition(!entries.isEmpty, "a subtree has entries")
    self.entries = entries
  }

  var count: UInt64 { entries.upperBound - entries.lowerBound }

  /// How many levels above the leaves the root of a complete subtree lies.
  var height: Int { count.trailingZeroBitCount }

  /// Where a tree is parted in two: before the largest power of two under its size.
  private var middle: UInt64 {
    entries.lowerBound + (1 << (63 - (count - 1).leadingZeroBitCount))
  }

  /// The two subtrees below an incomplete one, or `nil`.
  var halves: (left: Subtree, right: Subtree)? {
    count.nonzeroBitCount == 1 ? nil : parted
  }

  /// The two subtrees below the root.
  ///
  /// - Precondition: There are at least two entries.
  var parted: (left: Subtree, right: Subtree) {
    (Subtree(entries.lowerBound..<middle), Subtree(middle..<entries.upperBound))
  }
}
