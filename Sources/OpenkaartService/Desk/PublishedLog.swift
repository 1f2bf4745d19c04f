public import OpenkaartCore

/// The log that outsiders can check, as whoever owns a data folder keeps it.
public protocol PublishedLog: Sendable {
  /// Signs and shows the entries that were added since the last time.
  func publishLog() async throws
  /// A file of the log by the name under which it is served; `nil` when there is none.
  func logFile(_ name: String) async throws -> [UInt8]?
  /// What a customer needs to see that records about them are in the log, oldest first.
  ///
  /// - Parameters:
  ///   - customer: The opaque name.
  ///   - number: Of one entry only, if given.
  /// - Returns: A receipt of each record that is still there.
  /// - Throws: ``StoreError``.
  func receipts(of customer: CustomerID, number: EntryNumber?) async throws -> [EntryReceipt]
  /// Where the log stands.
  var logStatus: LogStatus { get async throws }
}

/// What shows that a record about a customer is in the log.
public struct EntryReceipt: Hashable, Sendable {
  public let number: EntryNumber
  /// The time of the entry.
  public let at: Timestamp
  /// What was recorded, to the byte.
  public let record: [UInt8]
  /// A proof in the form `c2sp.org/tlog-proof@v1`, which anybody can check without the company;
  /// `nil` while the entry is not signed yet.
  public let proof: [UInt8]?
  /// Who signed the checkpoint of the proof beside the log: the names of witnesses.
  public let witnesses: [String]

  public init(
    number: EntryNumber, at: Timestamp, record: [UInt8], proof: [UInt8]?, witnesses: [String] = []
  ) {
    self.number = number
    self.at = at
    self.record = record
    self.proof = proof
    self.witnesses = witnesses
  }
}

/// Where a log stands.
public struct LogStatus: Hashable, Sendable {
  /// The key by which others check it; `nil` when it is gone.
  public let verifierKey: String?
  /// How many entries there are, in the database.
  public let entries: UInt64
  /// How many of them were signed.
  public let signed: UInt64
  /// The checkpoint that was signed last, in text.
  public let checkpoint: String?
  /// Why nothing may be added; `nil` when all is well.
  public let danger: LocalizedText?
  /// How many entries enough witnesses signed for; `nil` when they never did.
  public let cosigned: UInt64?
  /// The checkpoint that enough witnesses signed last, in text.
  public let cosignedCheckpoint: String?
  /// The witnesses that are asked or that signed.
  public let witnesses: [WitnessStatus]

  public init(
    verifierKey: String?, entries: UInt64, signed: UInt64, checkpoint: String?,
    danger: LocalizedText?,
    cosigned: UInt64? = nil, cosignedCheckpoint: String? = nil, witnesses: [WitnessStatus] = []
  ) {
    self.verifierKey = verifierKey
    self.entries = entries
    self.signed = signed
    self.checkpoint = checkpoint
    self.danger = danger
    self.cosigned = cosigned
    self.cosignedCheckpoint = cosignedCheckpoint
    self.witnesses = witnesses
  }
}
