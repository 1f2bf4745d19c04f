public import OpenkaartCore

/// A record about a customer, as the log holds it and the customer is shown it.
public struct OwnRecord: Hashable, Sendable {
  /// The entry of the log in which it stands.
  public let number: EntryNumber
  /// Which of the person's rows of records it stands in, from 1: each address or number by which
  /// somebody is known has a row of its own.
  public let series: Int
  /// Its number in that row, counted from 1 without a gap.
  public let running: Int64
  /// The time of the entry.
  public let at: Timestamp
  /// What happened, as JSON on the first line.
  public let said: [UInt8]

  public init(number: EntryNumber, series: Int, running: Int64, at: Timestamp, said: [UInt8]) {
    self.number = number
    self.series = series
    self.running = running
    self.at = at
    self.said = said
  }
}

/// Where a customer's records can be listed, so that one that is left out shows.
public protocol OwnRecords: Sendable {
  /// Every record about a customer and everybody ever joined with them, oldest first.
  ///
  /// - Throws: ``StoreError``.
  func records(of customer: CustomerID) async throws -> [OwnRecord]
}

/// The log of a server: shown to everybody, and to each customer what is theirs of it.
public typealias ServedLog = WitnessedLog & OwnRecords
