import Foundation
import Testing
import TransparencyLog

@Suite struct ReceiptTests {
  private static let record = Array(#"{"event":"consent.given","purpose":"newsletter"}"#.utf8)
  private static let nonce = Commitment.nonce(dataKey: Array(repeating: 9, count: 32), number: 3)

  /// A log of three entries, of which the second is of the receipt.
  private func proof(of receipt: Receipt, entry: LogEntry) throws -> LogProof {
    let entries = [[1], entry.bytes, [2]]
    let tree = MerkleTree(leaves: entries.map { MerkleHash.leaf($0) })
    let checkpoint = Checkpoint(
      origin: TestKeys.log.verifierKey.name, size: 3, root: try tree.root(size: 3))
    return LogProof(
      extra: receipt.bytes, inclusion: try tree.inclusionProof(index: 1, size: 3),
      in: try SignedCheckpoint(checkpoint, signedBy: TestKeys.log))
  }

  private func isProved(_ bytes: [UInt8]) throws -> Bool {
    let policy = TrustPolicy(logs: [TestKeys.log.verifierKey])
    let proof = try LogProof(parsing: bytes)
    let receipt = try Receipt(parsing: proof.extra ?? [])
    guard let entry = receipt.entry else { return false }
    return (try? proof.verified(leaf: .leaf(entry.bytes), by: policy)) != nil
  }

  @Test func `a receipt leads from the record to the signature, and no other record does`() throws {
    let nonce = try #require(Self.nonce)
    let receipt = Receipt(type: 3, seconds: 60, nonce: nonce, record: Self.record)
    let entry = try #require(receipt.entry)
    let proof = try proof(of: receipt, entry: entry)
    #expect(try Receipt(parsing: receipt.bytes) == receipt)
    #expect(try isProved(proof.bytes))
    #expect(try PythonProof.isRight(proof, entry: entry.bytes))
    let others = [
      Receipt(type: 3, seconds: 60, nonce: nonce, record: Self.record + [0x20]),
      Receipt(type: 4, seconds: 60, nonce: nonce, record: Self.record),
      Receipt(type: 3, seconds: 61, nonce: nonce, record: Self.record),
      Receipt(type: 3, seconds: 60, nonce: nonce.flipping(bit: 5), record: Self.record),
    ]
    for other in others {
      #expect(try !isProved(self.proof(of: other, entry: entry).bytes))
    }
  }

  @Test(arguments: [1, 2, 7, 100]) func `a batch has two paths`(count: Int) throws {
    let nonce = try #require(Self.nonce)
    let own = try #require(Commitment.hash(of: Self.record, nonce: nonce))
    var random = SeededRandom(seed: UInt64(count))
    for index in [0, count / 2, count - 1] {
      var commitments = (0..<count).compactMap { _ in MerkleHash(random.bytes(32)) }
      commitments[index] = own
      let batch = Batch(commitments)
      let path = try #require(batch.proof(at: UInt64(index)))
      let entry = LogEntry(type: 5, seconds: 120, commitment: try #require(batch.commitment))
      let receipt = Receipt(type: 5, seconds: 120, nonce: nonce, batch: path, record: Self.record)
      #expect(receipt.entry == entry)
      #expect(try Receipt(parsing: receipt.bytes) == receipt)
      #expect(try isProved(proof(of: receipt, entry: entry).bytes))
      // The number of records is part of what is signed.
      let larger = InclusionProof(index: path.index, size: path.size + 1, hashes: path.hashes)
      let claim = Receipt(type: 5, seconds: 120, nonce: nonce, batch: larger, record: Self.record)
      #expect(claim.entry != entry)
    }
    #expect(Batch([own]).proof(at: 1) == nil)
  }

  @Test(arguments: [
    ("v1", "v2"), ("openkaart/receipt/v1\n", ""), ("entry 1 2", "entry 256 2"),
    ("entry 1 2", "entry 1 2 3"), ("entry 1 2", "entry 1 x 2"), ("entry 1 2", "entry 1 02"),
    ("entry 1 2", "Entry 1 2"), ("nonce AAAA", "nonce "), ("nonce ", "nonce  "), ("A=", "AA"),
    ("batch 0 1", "batch 0"), ("batch 0 1", "batch 0 1 "), ("batch 0 1", "AAAA"),
    ("batch 0 1", "batch 0 1\nAAAA"), ("\n\nrecord", "\nrecord"), ("\n\nrecord", ""),
  ])
  func `what is no receipt is refused`(part: String, wrong: String) throws {
    let nonce = String(repeating: "A", count: 43) + "="
    let sound = "openkaart/receipt/v1\nentry 1 2\nnonce \(nonce)\nbatch 0 1\n\nrecord"
    #expect(try Receipt(parsing: sound.utf8).bytes == Array(sound.utf8))
    let text = sound.replacing(part, with: wrong, maxReplacements: 1)
    #expect(throws: FormatError.self) { try Receipt(parsing: text.utf8) }
  }

  @Test func `keys and nonces have one length`() {
    #expect(Commitment.nonce(dataKey: [1], number: 0) == nil)
    #expect(Commitment.hash(of: [1], nonce: []) == nil)
    #expect(throws: FormatError.self) { try LogEntry(parsing: Array(repeating: 1, count: 41)) }
    #expect(throws: FormatError.self) { try LogEntry(parsing: Array(repeating: 2, count: 42)) }
  }
}

/// A proof as the Python verifier reads it.
private enum PythonProof {
  static func isRight(_ proof: LogProof, entry: [UInt8]) throws -> Bool {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "receipt.tlog-proof")
    try Data(proof.bytes).write(to: file)
    let arguments = ["proof", file.path, TestKeys.log.verifierKey.description]
    return try PythonVerifier.isRight(arguments + [Hexadecimal.text(of: entry)])
  }
}
