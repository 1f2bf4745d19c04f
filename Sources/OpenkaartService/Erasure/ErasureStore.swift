public import OpenkaartCore

/// Where what is known of people can be erased, so that it does not come back.
///
/// An erasure is one job: it can be cut off at any moment and ends the same.
public protocol ErasureStore: Sendable {
  /// What an order would do, item by item; changes nothing.
  func plan(_ order: ErasureOrder) async throws -> ErasureReport

  /// Erases, durable when this returns.
  ///
  /// - Returns: What became of each item. It is final only when no byte of it is left in the files
  ///   of the store; else say so, and finish later.
  /// - Throws: ``StoreError``; then the job goes on when the store is opened again.
  func erase(_ order: ErasureOrder) async throws -> ErasureReport

  /// Tries again to end the erasures that are not final.
  ///
  /// - Returns: Those that are final and not noted as told yet, and those that still are not final.
  func finishErasures() async throws -> [ErasureReport]

  /// Notes that the log holds the end of an erasure.
  func noteTold(erasure number: Int) async throws

  /// Every erasure, oldest first.
  var erasures: [ErasureReport] { get async throws }

  /// Since when each of these identifiers is kept from coming back; those that are not are left out.
  func suppressed(_ identifiers: [Identifier]) async throws -> [Identifier: Timestamp]

  /// Lets people come back whom these identifiers name: facts of after that are taken in again.
  ///
  /// - Returns: How many of the identifiers were kept out until now.
  func lift(_ identifiers: [Identifier], at moment: Timestamp) async throws -> Int

  /// What is kept of people who were erased.
  var keptRecords: [KeptRecord] { get async throws }

  /// Erases what was kept until a day before `day`.
  func eraseKept(before day: Day, at moment: Timestamp) async throws -> ErasureReport
}

/// What is kept of somebody who was erased: who it was does not stand in it.
public struct KeptRecord: Hashable, Sendable {
  public let part: RetentionClass
  /// The document, as JSON.
  public let document: [UInt8]
  /// The last day on which it is kept.
  public let until: Day
  public let ground: String

  public init(part: RetentionClass, document: [UInt8], until: Day, ground: String) {
    self.part = part
    self.document = document
    self.until = until
    self.ground = ground
  }
}
