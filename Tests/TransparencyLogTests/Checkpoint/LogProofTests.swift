import Foundation
import Testing
import TransparencyLog

@Suite struct LogProofTests {
  @Test(arguments: UInt64(0)..<12)
  func `both verifiers accept a proof, and refuse it with a bit changed`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let size = UInt64.random(in: 1...2000, using: &random)
    let index = UInt64.random(in: 0..<size, using: &random)
    let entries = (0..<size).map { Array("entry \($0)".utf8) }
    let tree = MerkleTree(leaves: entries.map { MerkleHash.leaf($0) })
    let checkpoint = Checkpoint(
      origin: TestKeys.log.verifierKey.name, size: size, root: try tree.root(size: size))
    let proof = LogProof(
      inclusion: try tree.inclusionProof(index: index, size: size),
      in: try SignedCheckpoint(checkpoint, signedBy: TestKeys.log))
    let entry = entries[Int(index)]
    #expect(try LogProof(parsing: proof.bytes) == proof)
    #expect(try verdicts(proof.bytes, entry) == [true, true])
    #expect(try verdicts(proof.bytes, entry + [0]) == [false, false])
    for _ in 0..<4 {
      let bit = Int.random(in: 0..<proof.bytes.count * 8, using: &random)
      #expect(try verdicts(proof.bytes.flipping(bit: bit), entry) == [false, false], "bit \(bit)")
    }
  }

  /// What we say, and what the Python verifier says.
  private func verdicts(_ bytes: [UInt8], _ entry: [UInt8]) throws -> [Bool] {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "entry.tlog-proof")
    try Data(bytes).write(to: file)
    let key = TestKeys.log.verifierKey
    let policy = TrustPolicy(logs: [key])
    let ours = try? LogProof(parsing: bytes).verified(leaf: .leaf(entry), by: policy)
    let words = ["proof", file.path, key.description, Hexadecimal.text(of: entry)]
    return [ours != nil, try PythonVerifier.isRight(words)]
  }

  @Test(arguments: [
    "", "c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2\nindex 0\n\n",
    "c2sp.org/tlog-proof@v1\nindex 00\n\n",
    "c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\n",
    "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
    "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n",
    "c2sp.org/tlog-proof@v1\nindex 0\n",
  ])
  func `what is no proof is refused`(text: String) {
    #expect(throws: FormatError.self) { try LogProof(parsing: text.utf8) }
  }
}
