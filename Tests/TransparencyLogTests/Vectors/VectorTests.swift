import Foundation
import Testing

@Suite struct `Vectors made by make_vectors.py` {
  private let folder = VectorFolder.committed

  @Test func `reference tree`() throws { try folder.checkReferenceTree() }
  @Test func `70,000 entries`() throws { try folder.checkLargeTree() }
  @Test func `probes of wrong proofs`() throws { try folder.checkProbes() }
  @Test func `signed notes and checkpoints`() throws { try folder.checkNotes() }
  @Test func `proofs`() throws { try folder.checkProofs() }
  @Test func `requests to a witness`() throws { try folder.checkWitness() }
  @Test func `commitment and entry`() throws { try folder.checkCommitment() }

  @Test func `are what the script makes`() throws {
    let made = try TemporaryFolder()
    let script = folder.url.appending(path: "../../Log/make_vectors.py").standardized
    #expect(try run("/usr/bin/env", ["python3", script.path, made.path]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.count == 6)
    for name in names {
      let text = try Data(contentsOf: folder.url.appending(path: name))
      #expect(try Data(contentsOf: made.url.appending(path: name)) == text, "\(name)")
    }
  }
}

/// Go's notes, the probes of transparency-dev/merkle and our own first vectors.
@Suite(.enabled(if: VectorFolder.shared != nil, "needs vectors in ../shared or $OPENKAART_SHARED"))
struct `Vectors of others` {
  private func folder() throws -> VectorFolder { try #require(VectorFolder.shared) }

  @Test func `reference tree`() throws { try folder().checkReferenceTree() }
  @Test func `70,000 entries`() throws { try folder().checkLargeTree() }
  @Test func `probes of wrong proofs`() throws { try folder().checkProbes() }
  @Test func `signed notes and checkpoints`() throws { try folder().checkNotes() }
  @Test func `proofs`() throws { try folder().checkProofs() }
  @Test func `requests to a witness`() throws { try folder().checkWitness() }
  @Test func `commitment and entry`() throws { try folder().checkCommitment() }
}
