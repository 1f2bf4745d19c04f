internal import OpenkaartCore
internal import OpenkaartService
internal import TransparencyLog

/// Asks witnesses to sign too, and keeps what they signed.
extension LogPublisher {
  /// Asks these from now on.
  func ask(_ list: WitnessList) {
    var next = Witnesses(list)
    if let cosigned { next.note(cosigned) }
    witnesses = next
  }

  /// What to send to whom about what was signed last; shows it when nobody is to be asked.
  func letters(at now: Timestamp) throws -> [WitnessLetter] {
    guard var next = witnesses, let signed, signed.checkpoint.size > 0 else {
      try show()
      return []
    }
    let head = withSignatures(signed)
    let size = head.checkpoint.size
    let letters = try next.letters(about: head, at: now) { try proof(from: $0, to: head) }
    witnesses = next
    // What nobody is asked about any more gets no signatures either.
    asked = asked.filter { next.areAsked(about: $0.key) }
    asked[size] = head
    if !next.areAsked(about: size) { try show() }
    return letters
  }

  private func proof(from old: UInt64, to head: SignedCheckpoint) throws -> ConsistencyProof {
    let size = head.checkpoint.size
    return try tiles(at: size).consistencyProof(from: old, to: size)
  }

  /// Judges an answer; the last one that was waited for shows the checkpoint.
  func take(
    _ answer: WitnessAnswer, to letter: WitnessLetter, at now: Timestamp
  ) throws -> WitnessOutcome {
    guard var next = witnesses, let request = try? AddCheckpointRequest(parsing: letter.body) else {
      return WitnessOutcome()
    }
    let sent = request.signedCheckpoint
    let result = try next.take(answer, to: letter, about: sent, at: now) {
      try proof(from: $0, to: sent)
    }
    witnesses = next
    if let signature = result.signature, let head = asked[letter.newSize],
      head.note.text == sent.note.text
    {
      try add(signature, to: head)
    }
    // Of an older one it is enough to keep what came.
    if letter.newSize == signed?.checkpoint.size, !next.areAsked(about: letter.newSize) {
      try show()
    }
    return result.outcome
  }

  private func add(_ signature: NoteSignature, to head: SignedCheckpoint) throws {
    let whole = head.adding(signature)
    asked[whole.checkpoint.size] = whole
    guard whole.checkpoint.size >= cosigned?.checkpoint.size ?? 0, let verifierKey, let witnesses,
      witnesses.areEnough(under: whole, of: verifierKey)
    else { return }
    try LogFiles.keepCosigned(whole, in: folder)
    cosigned = whole
  }

  /// How far each witness is; without a list, those who signed what was kept.
  var witnessStatus: [WitnessStatus] {
    if let witnesses { return witnesses.standings.map(\.status) }
    guard let cosigned else { return [] }
    return cosigned.cosignatures.map { signature in
      let seconds = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return WitnessStatus(
        name: "\(signature.name)", key: "\(signature.name)+\(signature.keyID)",
        size: cosigned.checkpoint.size, at: Timestamp(ofCosignature: seconds), trouble: nil)
    }
  }
}

extension SignedCheckpoint {
  /// The signatures of others than the log itself.
  var cosignatures: [NoteSignature] {
    note.signatures.filter { $0.name != checkpoint.origin && $0.bytes.count == 8 + 64 }
  }
}
