import Testing
import TransparencyLog

extension VectorFolder {
  private struct Notes: Decodable {
    struct Golden: Decodable {
      let name: String
      let text: String
      let signedNote: String
      let vkey: String?
      let vkeys: [String]?
      let skey: String?
    }
    struct Malformed: Decodable {
      let why: String
      let note: String?
      let noteHex: HexHash?
    }
    struct Case: Decodable {
      let note: String
      let vkey: String?
      let vkeys: [String]?

      var keys: [VerifierKey] {
        get throws { try (vkeys ?? [vkey].compactMap(\.self)).map { try VerifierKey($0) } }
      }
    }
    struct Own: Decodable {
      let log: Key
      let witness: Key
      let checkpoints: [CheckpointVector]
    }
    struct Key: Decodable {
      let origin: String?
      let name: String?
      let seedHex: HexHash
      let vkey: String
    }
    struct CheckpointVector: Decodable {
      let treeSize: UInt64
      let rootHex: HexHash
      let body: String
      let signedNote: String
      let cosignatureTime: UInt64
      let cosignatureLine: String
    }
    let golden: [Golden]
    let badVkeys: [String]
    let malformedNotes: [Malformed]
    let invalidSignature: Case
    let unverifiedOnly: Case
    let unknownIgnored: Case
    let ambiguous: Case
    let own: Own
    let badCheckpointBodies: [[String]]
  }

  func checkNotes() throws {
    let vectors: Notes = try read("signed_note")
    for golden in vectors.golden { try check(golden) }
    for text in vectors.badVkeys {
      #expect(throws: FormatError.self, "\(text)") { try VerifierKey(text) }
    }
    for vector in vectors.malformedNotes {
      let bytes = vector.noteHex?.bytes ?? Array((vector.note ?? "").utf8)
      #expect(throws: FormatError.self, "\(vector.why)") { try SignedNote(parsing: bytes) }
    }
    for vector in vectors.badCheckpointBodies {
      #expect(throws: FormatError.self, "\(vector[0])") { try Checkpoint(parsing: vector[1].utf8) }
    }
    try checkRefusals(vectors)
    for vector in vectors.own.checkpoints { try check(vector, of: vectors.own) }
  }

  private func check(_ golden: Notes.Golden) throws {
    let keys = try (golden.vkeys ?? [golden.vkey].compactMap(\.self)).map { try VerifierKey($0) }
    let note = try SignedNote(parsing: golden.signedNote.utf8)
    #expect(try note.verified(by: keys).map(\.key) == keys)
    #expect(note.text == Array(golden.text.utf8))
    #expect(note.bytes == Array(golden.signedNote.utf8))
    if let skey = golden.skey {
      let key = try SigningKey(parsing: skey.utf8)
      let signature = try key.signature(on: note.text, at: 0)
      #expect(SignedNote(text: note.text, signatures: [signature]) == note)
      #expect(key.secretText == skey)
    }
  }

  private func checkRefusals(_ vectors: Notes) throws {
    // The text was changed, or the base64 is that of a longer signature.
    let invalid = vectors.invalidSignature
    #expect(throws: (any Error).self) {
      try SignedNote(parsing: invalid.note.utf8).verified(by: invalid.keys)
    }
    let unverified = vectors.unverifiedOnly
    #expect(throws: TrustError.noKnownKey) {
      try SignedNote(parsing: unverified.note.utf8).verified(by: unverified.keys)
    }
    let ambiguous = vectors.ambiguous
    let key = try #require(ambiguous.keys.first)
    #expect(throws: TrustError.ambiguousKey(key.name, key.id)) {
      try SignedNote(parsing: ambiguous.note.utf8).verified(by: ambiguous.keys)
    }
    let unknown = vectors.unknownIgnored
    let note = try SignedNote(parsing: unknown.note.utf8)
    #expect(try note.verified(by: unknown.keys).map(\.key) == unknown.keys)
    #expect(note.signatures.count == 2)
  }

  private func check(_ vector: Notes.CheckpointVector, of own: Notes.Own) throws {
    let log = try #require(
      SigningKey(name: Name(own.log.origin ?? ""), type: .ed25519, seed: own.log.seedHex.bytes))
    let witness = try #require(
      SigningKey(
        name: Name(own.witness.name ?? ""), type: .cosignature, seed: own.witness.seedHex.bytes))
    #expect(log.verifierKey.description == own.log.vkey)
    #expect(witness.verifierKey.description == own.witness.vkey)

    let root = try #require(vector.rootHex.hash)
    let checkpoint = Checkpoint(origin: log.verifierKey.name, size: vector.treeSize, root: root)
    #expect(checkpoint.text == Array(vector.body.utf8))
    let signed = try SignedCheckpoint(checkpoint, signedBy: log)
    #expect(signed.note.bytes == Array(vector.signedNote.utf8))
    #expect(try SignedCheckpoint(parsing: vector.signedNote.utf8) == signed)
    let cosignature = try witness.signature(on: checkpoint.text, at: vector.cosignatureTime)
    #expect(cosignature.line == Array(vector.cosignatureLine.utf8))
    let verified = try signed.adding(cosignature).note
      .verified(by: [log.verifierKey, witness.verifierKey])
    #expect(verified.map(\.time) == [nil, vector.cosignatureTime])
  }
}

extension VerifierKey {
  init(_ text: String) throws { try self.init(parsing: text.utf8) }
}
