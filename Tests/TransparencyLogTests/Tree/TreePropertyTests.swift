import Testing
import TransparencyLog

/// The tree by the words of RFC 6962 2.1, as slow as they are.
private func root(of leaves: ArraySlice<MerkleHash>) -> MerkleHash {
  guard leaves.count > 1 else { return leaves.first ?? .emptyRoot }
  var half = 1
  while half * 2 < leaves.count { half *= 2 }
  return .node(root(of: leaves.prefix(half)), root(of: leaves.dropFirst(half)))
}

@Suite struct TreePropertyTests {
  private static func leaves(_ count: Int, seed: UInt64) -> [MerkleHash] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in MerkleHash.leaf(random.bytes(8)) }
  }

  @Test(arguments: UInt64(0)..<40)
  func `all ways to a root agree with the definition`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let size = Int.random(in: 0...2000, using: &random)
    let leaves = Self.leaves(size, seed: seed)
    let definition = root(of: leaves[...])
    var range = CompactRange()
    var tiled = TiledTree()
    for leaf in leaves {
      range.append(leaf)
      _ = tiled.append(leaf)
    }
    #expect(range.root == definition)
    #expect(tiled.root == definition)
    #expect(try MerkleTree(leaves: leaves).root(size: UInt64(size)) == definition)
    #expect(CompactRange(size: range.size, peaks: range.peaks) == range)
    #expect(CompactRange(size: range.size + 1, peaks: range.peaks + range.peaks) == nil)
  }

  @Test(arguments: UInt64(0)..<12)
  func `a proof proves, and with any bit changed it does not`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let size = UInt64.random(in: 2...2000, using: &random)
    let index = UInt64.random(in: 0..<size, using: &random)
    let old = UInt64.random(in: 1..<size, using: &random)
    let tree = MerkleTree(leaves: Self.leaves(Int(size), seed: seed))
    let (newRoot, oldRoot) = (try tree.root(size: size), try tree.root(size: old))
    let leaf = try tree.hash(height: 0, index: index)

    let inclusion = try tree.inclusionProof(index: index, size: size)
    #expect(inclusion.proves(leaf, in: newRoot))
    for hashes in Self.changed(inclusion.hashes) {
      #expect(!InclusionProof(index: index, size: size, hashes: hashes).proves(leaf, in: newRoot))
    }
    let consistency = try tree.consistencyProof(from: old, to: size)
    #expect(consistency.proves(oldRoot, isPrefixOf: newRoot))
    #expect(!consistency.proves(newRoot, isPrefixOf: newRoot))
    for hashes in Self.changed(consistency.hashes) {
      let proof = ConsistencyProof(oldSize: old, newSize: size, hashes: hashes)
      #expect(!proof.proves(oldRoot, isPrefixOf: newRoot))
    }
  }

  /// The hashes with one bit changed, and with one hash more or less.
  private static func changed(_ hashes: [MerkleHash]) -> [[MerkleHash]] {
    var changed = [hashes + [MerkleHash.emptyRoot], [MerkleHash.emptyRoot] + hashes]
    if !hashes.isEmpty { changed += [Array(hashes.dropLast()), Array(hashes.dropFirst())] }
    for (place, hash) in hashes.enumerated() {
      for bit in 0..<256 {
        var other = hashes
        other[place] = MerkleHash(hash.bytes.flipping(bit: bit)) ?? hash
        changed.append(other)
      }
    }
    return changed
  }

  @Test func `hostile sizes are refused and never trap`() {
    let hash = MerkleHash.emptyRoot
    let leaf = MerkleHash.leaf([])
    let sizes: [UInt64] = [0, 1, 2, 1 << 32, 1 << 63, .max - 1, .max]
    for size in sizes {
      for other in sizes {
        for count in [0, 1, 63, 64, 65, 200] {
          let hashes = Array(repeating: hash, count: count)
          #expect(!InclusionProof(index: other, size: size, hashes: hashes).proves(leaf, in: hash))
          let proof = ConsistencyProof(oldSize: other, newSize: size, hashes: hashes)
          // Only the empty proof that a tree is itself is right.
          let isSame = count == 0 && size == other && size > 0
          #expect(proof.proves(hash, isPrefixOf: hash) == isSame)
        }
      }
    }
  }

  @Test func `a tree that is not there is told`() {
    let tree = MerkleTree(leaves: Self.leaves(5, seed: 1))
    #expect(throws: MissingSubtree.self) { try tree.root(size: 6) }
    #expect(throws: MissingSubtree.self) { try tree.hash(height: 1, index: 2) }
  }
}
