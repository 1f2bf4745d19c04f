public import OpenkaartCore

/// A published log whose checkpoints witnesses sign too.
///
/// The log knows what to ask of whom, and judges the answers; who calls it carries both. No witness
/// holds anything up: entries are added and shown whether or not anybody answers.
///
/// - SeeAlso: C2SP tlog-witness, "add-checkpoint".
public protocol WitnessedLog: PublishedLog {
  /// Signs the entries that were added since, and says what to send to whom now.
  ///
  /// What was signed is shown at once when nobody is to be asked, otherwise when the last answer is
  /// in, or by ``showLog()``.
  ///
  /// - Parameter now: The present moment: a witness that failed is asked again after a while.
  /// - Returns: One letter for each witness that has to be asked.
  /// - Throws: ``StoreError``; what was shown before stays.
  func letters(at now: Timestamp) async throws -> [WitnessLetter]

  /// Judges the answer to a letter, and keeps what a witness signed.
  ///
  /// - Returns: What follows from it.
  /// - Throws: ``StoreError`` when it cannot be kept.
  func take(
    _ answer: WitnessAnswer, to letter: WitnessLetter, at now: Timestamp
  ) async throws -> WitnessOutcome

  /// Shows what was signed last, with the signatures that came so far.
  ///
  /// - Throws: ``StoreError``; what was shown before stays.
  func showLog() async throws
}

/// What is to be sent to a witness.
public struct WitnessLetter: Hashable, Sendable {
  /// What the list of witnesses calls it.
  public let witness: String
  /// Where it goes, by POST.
  public let address: String
  public let body: [UInt8]
  /// The size that the letter says the witness signed last.
  package let oldSize: UInt64
  /// The size that it is to sign.
  package let newSize: UInt64
  /// Whether it follows from the answer to another; then no third one does.
  package let isSecond: Bool

  package init(
    witness: String, address: String, body: [UInt8], oldSize: UInt64, newSize: UInt64,
    isSecond: Bool
  ) {
    self.witness = witness
    self.address = address
    self.body = body
    self.oldSize = oldSize
    self.newSize = newSize
    self.isSecond = isSecond
  }
}

/// How a witness answered.
public enum WitnessAnswer: Hashable, Sendable {
  /// With an HTTP status and a body.
  case answered(status: Int, body: [UInt8])
  /// Not at all, or not in time.
  case silent
}

/// What follows from the answer of a witness.
public struct WitnessOutcome: Sendable {
  /// To be sent to the same witness at once.
  public let next: WitnessLetter?
  /// What changed and whoever runs the server has to know, in a sentence.
  public let news: News?

  /// A change with a witness.
  public struct News: Hashable, Sendable {
    public let sentence: String
    /// Whether somebody may have been shown another history.
    public let isAlarm: Bool

    package init(_ sentence: String, isAlarm: Bool) {
      self.sentence = sentence
      self.isAlarm = isAlarm
    }
  }

  package init(next: WitnessLetter? = nil, news: News? = nil) {
    self.next = next
    self.news = news
  }
}

/// How far a witness has signed.
public struct WitnessStatus: Hashable, Sendable {
  /// What the list of witnesses calls it, or the name of its key.
  public let name: String
  /// By which its signatures are checked.
  public let key: String
  /// How many entries it signed for; `nil` when that is not known here.
  public let size: UInt64?
  /// When it signed, by its own clock.
  public let at: Timestamp?
  /// What is wrong with it; `nil` when nothing is known to be.
  public let trouble: WitnessTrouble?

  public init(
    name: String, key: String, size: UInt64?, at: Timestamp?, trouble: WitnessTrouble?
  ) {
    self.name = name
    self.key = key
    self.size = size
    self.at = at
    self.trouble = trouble
  }
}

/// Why a witness does not sign.
public enum WitnessTrouble: Hashable, Sendable {
  case silent
  /// It answered with this status, and no more is known.
  case refused(status: Int)
  /// It does not know a log of this name.
  case unknownLog
  /// It has another key of this log.
  case notSigned
  /// What it answered is no signature of its key on what was sent.
  case invalidAnswer
  /// It signed more entries than there are here.
  case ahead(size: UInt64)
  /// The entries that it signed are others than those here.
  case otherHistory(size: UInt64)

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .silent: "witness.silent"
    case .refused: "witness.refused"
    case .unknownLog: "witness.unknownLog"
    case .notSigned: "witness.notSigned"
    case .invalidAnswer: "witness.invalidAnswer"
    case .ahead: "witness.ahead"
    case .otherHistory: "witness.otherHistory"
    }
  }

  /// The number that the code alone does not say: a size or a status.
  package var number: UInt64 {
    switch self {
    case .refused(let status): UInt64(clamping: status)
    case .ahead(let size), .otherHistory(let size): size
    default: 0
    }
  }

  /// Reads ``code`` and ``number`` back; `nil` for another code.
  package init?(code: String, number: UInt64) {
    let all: [WitnessTrouble] = [
      .silent, .refused(status: Int(clamping: number)), .unknownLog, .notSigned, .invalidAnswer,
      .ahead(size: number), .otherHistory(size: number),
    ]
    guard let known = all.first(where: { $0.code == code }) else { return nil }
    self = known
  }

  /// Whether somebody may have been shown another history of this log.
  public var isAlarm: Bool {
    switch self {
    case .ahead, .otherHistory: true
    default: false
    }
  }

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .silent:
      LocalizedText(
        nl: "hij antwoordt niet; we vragen het opnieuw",
        en: "it does not answer; we ask again")
    case .refused(let status):
      LocalizedText(
        nl: "hij weigert met \(status); vraag wie hem beheert",
        en: "it refuses with \(status); ask who runs it")
    case .unknownLog:
      LocalizedText(
        nl: "hij kent dit logboek niet, of zijn adres klopt niet; geef hem de sleutel hierboven",
        en: "it does not know this log, or its address is wrong; give it the key above")
    case .notSigned:
      LocalizedText(
        nl: "hij heeft een andere sleutel van dit logboek; geef hem de sleutel hierboven",
        en: "it has another key of this log; give it the key above")
    case .invalidAnswer:
      LocalizedText(
        nl: "wat hij stuurt is niet zijn handtekening; kijk of de lijst zijn sleutel heeft",
        en: "what it sends is not its signature; check that the list has its key")
    case .ahead(let size):
      LocalizedText(
        nl:
          "LET OP: hij tekende al voor \(size == 1 ? "1 regel" : "\(size) regels"), en zoveel zijn er hier niet",
        en:
          "WARNING: it signed for \(size == 1 ? "1 entry" : "\(size) entries"), and there are not so many here"
      )
    case .otherHistory(let size):
      LocalizedText(
        nl: size == 1
          ? "LET OP: hij tekende voor 1 regel die anders is dan die hier"
          : "LET OP: hij tekende voor \(size) regels die anders zijn dan die hier",
        en: size == 1
          ? "WARNING: it signed for 1 entry that is not the one here"
          : "WARNING: it signed for \(size) entries that are not those here")
    }
  }
}
