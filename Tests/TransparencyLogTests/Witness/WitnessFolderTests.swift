import Foundation
import Testing
import TransparencyLog
import TransparencyLogFiles

@Suite struct WitnessFolderTests {
  private static let tree = MerkleTree(leaves: (0..<200).map { MerkleHash.leaf([UInt8($0)]) })

  private func witness(in folder: TemporaryFolder) throws -> WitnessFolder {
    try WitnessFolder(
      path: folder.path + "/state", logs: [TestKeys.log.verifierKey], key: TestKeys.witness)
  }

  private func request(
    from old: UInt64, to new: UInt64, tree: MerkleTree = Self.tree
  ) throws -> AddCheckpointRequest {
    let checkpoint = Checkpoint(
      origin: TestKeys.log.verifierKey.name, size: new, root: try tree.root(size: new))
    let isGrowth = 0 < old && old < new
    return AddCheckpointRequest(
      oldSize: old, hashes: isGrowth ? try tree.consistencyProof(from: old, to: new).hashes : [],
      signedCheckpoint: try SignedCheckpoint(checkpoint, signedBy: TestKeys.log))
  }

  @Test func `it signs what grew, and remembers when it is started again`() throws {
    let folder = try TemporaryFolder()
    var first: WitnessFolder? = try witness(in: folder)
    let grown = try request(from: 0, to: 7)
    let answer = try #require(try first?.answer(to: grown.bytes, at: 60))
    #expect(answer.status == 200)
    let note = try SignedNote(parsing: grown.signedCheckpoint.note.bytes + answer.body)
    let verified = try note.verified(by: [TestKeys.witness.verifierKey])
    #expect(verified.map(\.time) == [60])
    let state = folder.path + "/state"
    #expect(throws: WitnessFolder.Failure.inUse(folder: state)) { try witness(in: folder) }

    first = nil
    let again = try witness(in: folder)
    #expect(try again.answer(to: request(from: 0, to: 9).bytes, at: 61).body == Array("7\n".utf8))
    #expect(try again.answer(to: request(from: 7, to: 9).bytes, at: 62).status == 200)
    let fork = MerkleTree(leaves: (0..<20).map { MerkleHash.leaf([UInt8($0), 1]) })
    #expect(try again.answer(to: request(from: 9, to: 12, tree: fork).bytes, at: 63).status == 422)
    #expect(try again.answer(to: request(from: 9, to: 9, tree: fork).bytes, at: 64).status == 409)
  }

  @Test func `a state that was damaged stops it`() throws {
    let folder = try TemporaryFolder()
    let witness = try witness(in: folder)
    _ = try witness.answer(to: request(from: 0, to: 7).bytes, at: 60)
    let state = folder.url.appending(path: "state")
    let names = try FileManager.default.contentsOfDirectory(atPath: state.path)
    let file = try #require(names.first { $0 != "lock" })
    try Data().write(to: state.appending(path: file))
    #expect(throws: WitnessFolder.Failure.self) {
      try witness.answer(to: request(from: 0, to: 7).bytes, at: 61)
    }
  }

  @Test func `of 64 that come at once from one state, one is signed`() async throws {
    let folder = try TemporaryFolder()
    let witness = try witness(in: folder)
    var old: UInt64 = 0
    for _ in 0..<3 {
      let bodies = try (1...64).map { try request(from: old, to: old + UInt64($0)).bytes }
      let answers = try await withThrowingTaskGroup { group in
        for body in bodies { group.addTask { try witness.answer(to: body, at: 60) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count { $0.status == 200 } == 1)
      #expect(answers.count { $0.status == 409 } == 63)
      let sizes = Set(answers.filter { $0.status == 409 }.map(\.body))
      #expect(sizes.count == 1)
      let size = String(decoding: sizes.first ?? [], as: UTF8.self)
      old = try #require(UInt64(size.dropLast()))
    }
  }
}
