public import OpenkaartCore

/// A store that can be copied while it is used.
public protocol BackupStore: Sendable {
  /// Copies what was asked, each part complete, verified and durable when this returns.
  ///
  /// - Parameters:
  ///   - order: What goes where.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: Each part that was made.
  /// - Throws: ``StoreError``; then no backup of this moment stands there.
  func backUp(
    _ order: BackupOrder, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [BackupPart]
}

extension BackupStore {
  /// Copies what was asked, and tells nobody how far it is.
  ///
  /// - Returns: Each part that was made.
  /// - Throws: ``StoreError``; then no backup of this moment stands there.
  public func backUp(_ order: BackupOrder) async throws -> [BackupPart] {
    try await backUp(order) { _ in }
  }
}

/// Where the backups go: facts and keys never to one folder.
public struct BackupOrder: Hashable, Sendable {
  /// For the facts; `nil` when they are not to be copied.
  public let data: String?
  /// For the keys.
  public let keys: String?
  public let at: Timestamp

  public init(data: String?, keys: String?, at: Timestamp) {
    self.data = data
    self.keys = keys
    self.at = at
  }
}

/// A backup of one kind that was made.
public struct BackupPart: Hashable, Sendable {
  /// `data` or `keys`.
  public let kind: String
  /// The folder it stands in.
  public let path: String
  public let bytes: Int
  /// Older backups of the keys that were wiped: the newest wins, and each older one is a way back.
  public let wiped: Int

  public init(kind: String, path: String, bytes: Int, wiped: Int) {
    self.kind = kind
    self.path = path
    self.bytes = bytes
    self.wiped = wiped
  }
}
