public import OpenkaartCore

/// The keys that programs show at the API; a key's secret is never kept.
public protocol KeyShelf: Sendable {
  /// Keeps a key; durable when this returns.
  func add(_ key: APIKey) async throws
  /// Ends a key. One that ended before keeps its moment.
  ///
  /// - Returns: Whether there is a key of this id.
  func revoke(key id: String, at moment: Timestamp) async throws -> Bool
  /// Every key, ended ones too, in the order in which they were made.
  var keys: [APIKey] { get async throws }
}

/// A key to the API.
public struct APIKey: Hashable, Sendable {
  /// Public: it stands in logs, and in front of the secret.
  public let id: String
  /// What its maker calls it.
  public let name: String
  /// What it may do, such as `facts:write`.
  public let scopes: [String]
  /// SHA-256 of the secret.
  public let digest: [UInt8]
  public let createdAt: Timestamp
  public let revokedAt: Timestamp?

  public init(
    id: String, name: String, scopes: [String], digest: [UInt8], createdAt: Timestamp,
    revokedAt: Timestamp? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.digest = digest
    self.createdAt = createdAt
    self.revokedAt = revokedAt
  }

  public func revoked(at moment: Timestamp) -> APIKey {
    APIKey(
      id: id, name: name, scopes: scopes, digest: digest, createdAt: createdAt,
      revokedAt: revokedAt ?? moment)
  }
}
