public import LogVerification

/// What must be kept of a tree to let it grow: the roots of its complete subtrees.
///
/// There is one for each bit that is set in the size, so a tree of 2^40 entries is known by at most
/// 40 hashes.
public struct CompactRange: Hashable, Sendable {
  /// The number of entries.
  public private(set) var size: UInt64
  /// The roots of the complete subtrees, the largest first.
  public private(set) var peaks: [MerkleHash]

  /// A tree without entries.
  public init() {
    size = 0
    peaks = []
  }

  /// The tree of `size` entries whose complete subtrees have these roots, or `nil` when their number
  /// does not fit the size or the size is over 2^63.
  public init?(size: UInt64, peaks: [MerkleHash]) {
    guard size <= 1 << 63, peaks.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.peaks = peaks
  }

  /// Adds an entry at the end by its leaf hash.
  public mutating func append(_ leaf: MerkleHash) {
    var hash = leaf
    for _ in 0..<(~size).trailingZeroBitCount {
      hash = .node(peaks.removeLast(), hash)
    }
    peaks.append(hash)
    size += 1
  }

  /// The root of the whole tree.
  public var root: MerkleHash {
    guard var hash = peaks.last else { return .emptyRoot }
    for peak in peaks.dropLast().reversed() { hash = .node(peak, hash) }
    return hash
  }
}
