import Testing
import TransparencyLog

extension VectorFolder {
  private struct Proofs: Decodable {
    struct Proof: Decodable {
      let leafDataHex: HexHash
      let leafHash: HexHash
      let tlogProof: String
    }
    struct Request: Decodable {
      let why: String
      let stateBefore: UInt64
      let request: String
      let status: Int
      let body: String?
    }
    let logVkey: String
    let witnessVkey: String
    let proofs: [Proof]
    let addCheckpoint: [Request]
  }

  func checkProofs() throws {
    let vectors: Proofs = try read("tlog_proof_witness")
    let policy = try TrustPolicy(
      parsing: """
        log \(vectors.logVkey)
        witness accountant \(vectors.witnessVkey)
        quorum accountant

        """.utf8)
    for (index, vector) in vectors.proofs.enumerated() {
      let proof = try LogProof(parsing: vector.tlogProof.utf8)
      let leaf = MerkleHash.leaf(vector.leafDataHex.bytes)
      #expect(leaf == vector.leafHash.hash)
      #expect(try proof.verified(leaf: leaf, by: policy).checkpoint.size == 8)
      #expect(proof.index == UInt64(index))
      #expect(proof.bytes == Array(vector.tlogProof.utf8))
      #expect(throws: TrustError.notIncluded(index: proof.index, size: 8)) {
        try proof.verified(leaf: .leaf([UInt8(0xFF)]), by: policy)
      }
    }
  }

  func checkWitness() throws {
    let vectors: Proofs = try read("tlog_proof_witness")
    let tree: RootsOnly = try read("rfc6962_reference_tree")
    let witness = Witness(logs: [try VerifierKey(vectors.logVkey)])
    for vector in vectors.addCheckpoint {
      let root = try #require(tree.roots.first { $0.size == vector.stateBefore }?.root.hash)
      let decision = witness.decision(on: vector.request.utf8) { origin in
        vector.stateBefore == 0
          ? nil : Checkpoint(origin: origin, size: vector.stateBefore, root: root)
      }
      switch decision {
      case .cosign(let signed):
        #expect(vector.status == 200, "\(vector.why)")
        #expect(vector.request.hasSuffix(String(decoding: signed.note.bytes, as: UTF8.self)))
      case .refuse(let refusal):
        #expect(refusal.status == vector.status, "\(vector.why)")
        if let body = vector.body {
          #expect(refusal.body == body)
          #expect(refusal.contentType == "text/x.tlog.size")
        }
      }
    }
  }

  private struct RootsOnly: Decodable { let roots: [RootVector] }

  private struct CommitmentVector: Decodable {
    struct Leaf: Decodable {
      let hex: HexHash
      let leafHash: HexHash
    }
    let subjectDek: HexHash
    let recordUtf8: String
    let ledgerSeqForSubject: UInt64
    let commitNonce: HexHash
    let commitment: HexHash
    let leaf: Leaf
  }

  func checkCommitment() throws {
    let vector: CommitmentVector = try read("commitment_and_keys")
    let nonce = try #require(
      Commitment.nonce(dataKey: vector.subjectDek.bytes, number: vector.ledgerSeqForSubject))
    #expect(nonce == vector.commitNonce.bytes)
    let commitment = try #require(
      Commitment.hash(of: Array(vector.recordUtf8.utf8), nonce: nonce))
    #expect(commitment == vector.commitment.hash)
    let entry = LogEntry(type: 3, seconds: 1_767_225_600, commitment: commitment)
    #expect(entry.bytes == vector.leaf.hex.bytes)
    #expect(try LogEntry(parsing: vector.leaf.hex.bytes) == entry)
    #expect(MerkleHash.leaf(entry.bytes) == vector.leaf.leafHash.hash)
  }
}
