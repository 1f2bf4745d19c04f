internal import OpenkaartCore
internal import OpenkaartService
internal import TransparencyLog

/// The witnesses that are asked, how far each has signed, and what is wrong with it.
struct Witnesses: Sendable {
  private let list: WitnessList
  private(set) var standings: [Standing]

  /// How it stands with one of them.
  struct Standing: Sendable {
    let name: String
    let key: VerifierKey
    let place: String
    /// The size that it signed last, and when, by its clock.
    var signed: (size: UInt64, time: UInt64)?
    /// The size that it says it signed last; nothing proves it.
    var claimed: UInt64?
    var trouble: WitnessTrouble?
    /// The size that it is being asked to sign.
    var asked: UInt64?
    var failures = 0
    var notBefore = Timestamp.distantPast

    /// A failure waits twice as long as the one before it, a minute at most.
    mutating func fail(_ trouble: WitnessTrouble, at now: Timestamp) {
      self.trouble = trouble
      claimed = nil
      let seconds = 1 << min(failures, 6)
      failures += 1
      notBefore = now.advanced(by: Int64(min(60, seconds)) * 1000)
    }
  }

  init(_ list: WitnessList) {
    self.list = list
    standings = list.witnesses.map {
      Standing(name: $0.name, key: $0.key, place: $0.place)
    }
  }

  /// Takes over who signed a checkpoint that was kept.
  mutating func note(_ kept: SignedCheckpoint) {
    for place in standings.indices {
      let key = standings[place].key
      guard let signature = (try? kept.note.verified(by: [key]))?.first else { continue }
      standings[place].signed = (kept.checkpoint.size, signature.time ?? 0)
    }
  }

  /// Whether enough of them signed, and at least one.
  func areEnough(under checkpoint: SignedCheckpoint, of log: VerifierKey) -> Bool {
    guard let verified = try? checkpoint.verified(by: list.policy(for: log)) else { return false }
    return verified.signatures.contains { $0.key.type == .cosignature }
  }

  /// Whether any is still to answer about a checkpoint of this size.
  func areAsked(about size: UInt64) -> Bool { standings.contains { $0.asked == size } }

  // MARK: Asking

  /// What to send now, to those who have not signed this and are not being asked.
  mutating func letters(
    about head: SignedCheckpoint, at now: Timestamp,
    proof: (UInt64) throws -> ConsistencyProof
  ) rethrows -> [WitnessLetter] {
    var letters: [WitnessLetter] = []
    for place in standings.indices {
      let standing = standings[place]
      guard standing.asked == nil, now >= standing.notBefore,
        !head.note.signatures.contains(where: {
          $0.name == standing.key.name && $0.keyID == standing.key.id
        })
      else { continue }
      let old = min(standing.claimed ?? standing.signed?.size ?? 0, head.checkpoint.size)
      letters.append(try letter(place, about: head, from: old, isSecond: false, proof: proof))
    }
    return letters
  }

  private mutating func letter(
    _ place: Int, about head: SignedCheckpoint, from old: UInt64, isSecond: Bool,
    proof: (UInt64) throws -> ConsistencyProof
  ) rethrows -> WitnessLetter {
    let isGrowth = old > 0 && old < head.checkpoint.size
    let request = AddCheckpointRequest(
      oldSize: old, hashes: isGrowth ? try proof(old).hashes : [], signedCheckpoint: head)
    standings[place].asked = head.checkpoint.size
    return WitnessLetter(
      witness: standings[place].name, address: standings[place].place, body: request.bytes,
      oldSize: old, newSize: head.checkpoint.size, isSecond: isSecond)
  }

  // MARK: Judging

  /// What an answer comes to.
  struct Result {
    /// The signature, if it is one.
    var signature: NoteSignature?
    var outcome = WitnessOutcome()
  }

  private enum Verdict {
    case signed(NoteSignature, time: UInt64)
    case again(from: UInt64)
    case wrong(WitnessTrouble)
  }

  /// Judges an answer to a letter about `head`.
  mutating func take(
    _ answer: WitnessAnswer, to letter: WitnessLetter, about head: SignedCheckpoint,
    at now: Timestamp, proof: (UInt64) throws -> ConsistencyProof
  ) rethrows -> Result {
    guard let place = standings.firstIndex(where: { $0.name == letter.witness }) else {
      return Result()
    }
    let before = standings[place].trouble
    standings[place].asked = nil
    var result = Result()
    switch Self.verdict(on: answer, to: letter, by: standings[place].key, head) {
    case .signed(let signature, let time):
      standings[place].signed = (letter.newSize, time)
      standings[place].claimed = letter.newSize
      standings[place].trouble = nil
      standings[place].failures = 0
      result.signature = signature
    case .again(let old):
      standings[place].claimed = old
      return Result(
        outcome: WitnessOutcome(
          next: try self.letter(place, about: head, from: old, isSecond: true, proof: proof)))
    case .wrong(let trouble):
      standings[place].fail(trouble, at: now)
    }
    if standings[place].trouble?.code != before?.code {
      result.outcome = WitnessOutcome(news: standings[place].news)
    }
    return result
  }

  private static func verdict(
    on answer: WitnessAnswer, to letter: WitnessLetter, by key: VerifierKey,
    _ head: SignedCheckpoint
  ) -> Verdict {
    guard case .answered(let status, let body) = answer else { return .wrong(.silent) }
    switch status {
    case 200:
      // A list of signatures is a note from its blank line on.
      guard let note = try? SignedNote(parsing: head.note.text + [UInt8(ascii: "\n")] + body),
        note.text == head.note.text,
        let time = (try? note.verified(by: [key]))?.first?.time,
        let signature = note.signatures.first(where: {
          $0.name == key.name && $0.keyID == key.id
        })
      else { return .wrong(.invalidAnswer) }
      return .signed(signature, time: time)
    case 403: return .wrong(.notSigned)
    case 404: return .wrong(.unknownLog)
    case 409: return verdict(onConflictAt: WitnessAnswer.size(in: body), letter)
    // It agreed on the old size, so the entries up to there are others.
    case 422 where letter.oldSize > 0: return .wrong(.otherHistory(size: letter.oldSize))
    default: return .wrong(.refused(status: status))
    }
  }

  /// What it means that a witness signed this size last, and not the one in the letter.
  private static func verdict(onConflictAt size: UInt64?, _ letter: WitnessLetter) -> Verdict {
    guard let size else { return .wrong(.invalidAnswer) }
    // What was signed here is remembered before anybody is asked: there must be another copy.
    if size > letter.newSize { return .wrong(.ahead(size: size)) }
    if size == letter.oldSize {
      return .wrong(size == letter.newSize ? .otherHistory(size: size) : .invalidAnswer)
    }
    return letter.isSecond ? .wrong(.refused(status: 409)) : .again(from: size)
  }
}

extension WitnessAnswer {
  /// The size in the body of a conflict.
  fileprivate static func size(in body: [UInt8]) -> UInt64? {
    guard body.last == UInt8(ascii: "\n"), (2...21).contains(body.count) else { return nil }
    let digits = body.dropLast()
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    return UInt64(String(decoding: digits, as: UTF8.self))
  }
}

extension Witnesses.Standing {
  /// What whoever runs the server has to know of it.
  fileprivate var news: WitnessOutcome.News {
    guard let trouble else {
      return WitnessOutcome.News("The witness \(name) signs again.", isAlarm: false)
    }
    let what = "The witness \(name) does not sign (\(trouble.code)): \(trouble.message.en)."
    guard trouble.isAlarm else { return WitnessOutcome.News(what, isAlarm: false) }
    return WitnessOutcome.News(
      what + " Another copy of this store may be running, or an older one was put back. "
        + "What is added from now on is not cosigned by it. See: openkaart log status",
      isAlarm: true)
  }

  var status: WitnessStatus {
    WitnessStatus(
      name: name, key: "\(key)", size: signed?.size,
      at: (signed?.time).map { Timestamp(ofCosignature: $0) }, trouble: trouble)
  }
}

extension Timestamp {
  /// The moment of a cosignature, in seconds since 1970; after the year 9999 it is the last of it.
  init(ofCosignature seconds: UInt64) {
    self.init(milliseconds: Int64(min(seconds, 253_402_300_799)) * 1000)
  }
}
