import Crypto
import Testing
import TransparencyLog

struct RootVector: Decodable {
  let size: UInt64
  let root: HexHash
}

struct InclusionVector: Decodable {
  let name: String?
  let leafIndex: UInt64
  let treeSize: UInt64
  let leafHash: HexHash?
  let root: HexHash
  let proof: [HexHash]
  let wantError: Bool?

  /// What the verifier says; a hash of another length cannot even be given to it.
  func isProved(_ leaf: MerkleHash?) -> Bool {
    let hashes = proof.compactMap(\.hash)
    guard let leaf, let root = root.hash, hashes.count == proof.count else { return false }
    return InclusionProof(index: leafIndex, size: treeSize, hashes: hashes).proves(leaf, in: root)
  }
}

struct ConsistencyVector: Decodable {
  let name: String?
  let size1: UInt64
  let size2: UInt64
  let root1: HexHash
  let root2: HexHash
  let proof: [HexHash]
  let wantError: Bool?

  var isProved: Bool {
    let hashes = proof.compactMap(\.hash)
    guard let old = root1.hash, let new = root2.hash, hashes.count == proof.count else {
      return false
    }
    return ConsistencyProof(oldSize: size1, newSize: size2, hashes: hashes)
      .proves(old, isPrefixOf: new)
  }
}

extension VectorFolder {
  private struct ReferenceTree: Decodable {
    struct Leaf: Decodable {
      let data: HexHash
      let leafHash: HexHash
    }
    let leaves: [Leaf]
    let roots: [RootVector]
    let inclusion: [InclusionVector]
    let consistency: [ConsistencyVector]
  }

  func checkReferenceTree() throws {
    let vectors: ReferenceTree = try read("rfc6962_reference_tree")
    for leaf in vectors.leaves { #expect(MerkleHash.leaf(leaf.data.bytes) == leaf.leafHash.hash) }
    let tree = MerkleTree(leaves: vectors.leaves.map { MerkleHash.leaf($0.data.bytes) })
    try check(tree, vectors.roots, vectors.inclusion, vectors.consistency)
  }

  private struct LargeTree: Decodable {
    struct TileVector: Decodable {
      let level: Int
      let n: UInt64
      let width: Int
      let path: String
      let sha256OfTile: HexHash
    }
    struct Path: Decodable { let path: String }
    let roots: [RootVector]
    let inclusion: [InclusionVector]
    let consistency: [ConsistencyVector]
    let tiles: [TileVector]
    let tilePaths: [Path]
    let tileCountFor70000: Int
  }

  func checkLargeTree() throws {
    let vectors: LargeTree = try read("rfc6962_large")
    let leaves = (0..<70_000).map { MerkleHash.leaf(Array("\($0)".utf8)) }
    let tree = MerkleTree(leaves: leaves)
    try check(tree, vectors.roots, vectors.inclusion, vectors.consistency)

    var growing = TiledTree()
    var tiles = leaves.flatMap { growing.append($0) }
    tiles += growing.partialTiles
    #expect(tiles.count == vectors.tileCountFor70000)
    #expect(try growing.root == tree.root(size: 70_000))
    let bytes = Dictionary(uniqueKeysWithValues: tiles.map { ($0.path.description, $0.bytes) })
    for vector in vectors.tiles {
      let tile = try #require(bytes[vector.path])
      #expect(Array(SHA256.hash(data: tile)) == vector.sha256OfTile.bytes)
      #expect(
        TilePath(parsing: vector.path)
          == TilePath(.hashes(level: vector.level), index: vector.n, width: vector.width))
    }
    for vector in vectors.tilePaths {
      #expect(TilePath(parsing: vector.path)?.description == vector.path)
    }
    let reader = TileReader(size: 70_000) { try #require(bytes[$0.description]) }
    for vector in vectors.inclusion where vector.treeSize == 70_000 {
      let proof = try reader.inclusionProof(index: vector.leafIndex, size: 70_000)
      #expect(proof.hashes == vector.proof.map(\.hash))
    }
  }

  private func check(
    _ tree: MerkleTree, _ roots: [RootVector], _ inclusion: [InclusionVector],
    _ consistency: [ConsistencyVector]
  ) throws {
    for vector in roots { #expect(try tree.root(size: vector.size) == vector.root.hash) }
    for vector in inclusion {
      let leaf = try tree.hash(height: 0, index: vector.leafIndex)
      let proof = try tree.inclusionProof(index: vector.leafIndex, size: vector.treeSize)
      #expect(proof.hashes == vector.proof.map(\.hash))
      #expect(vector.isProved(leaf))
    }
    for vector in consistency {
      let proof = try tree.consistencyProof(from: vector.size1, to: vector.size2)
      #expect(proof.hashes == vector.proof.map(\.hash))
      #expect(vector.isProved)
    }
  }

  private struct Probes: Decodable {
    let inclusion: [InclusionVector]
    let consistency: [ConsistencyVector]
  }

  func checkProbes() throws {
    let vectors: Probes = try read("merkle_probes")
    #expect(vectors.inclusion.count >= 98 && vectors.consistency.count >= 98)
    for probe in vectors.inclusion {
      #expect(probe.isProved(probe.leafHash?.hash) == (probe.wantError == false), "\(probe)")
    }
    // One right probe has a text for a root; here a root is always 32 bytes, so it cannot be asked.
    let right = vectors.consistency.filter { $0.wantError == false && $0.root1.hash == nil }
    #expect(
      right.allSatisfy { $0.name == "additional/sizes-are-equal-one-and-proof-is-empty" })
    for probe in vectors.consistency where probe.wantError == true || probe.root1.hash != nil {
      #expect(probe.isProved == (probe.wantError == false), "\(probe)")
    }
  }
}
