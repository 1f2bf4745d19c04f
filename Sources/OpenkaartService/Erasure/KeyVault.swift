/// The keys of a store: what there is, and replacing what wraps them.
///
/// No secret ever leaves it.
public protocol KeyVault: Sendable {
  var keyInventory: [KeyInventoryItem] { get async throws }

  /// Replaces every key that wraps others, and the root; what they seal stays as it is.
  ///
  /// - Returns: How many data keys are wrapped anew.
  func rotateKeys() async throws -> Int
}

/// Keys of one kind.
///
/// - SeeAlso: OWASP ASVS 5.0, 11.1.1 and 11.1.2.
public struct KeyInventoryItem: Hashable, Sendable {
  /// What the keys are, such as `data.contact`.
  public let name: String
  public let algorithm: String
  public let count: Int
  /// The version byte of what they make.
  public let version: Int
  /// Where they stand.
  public let place: String
  /// Since when the present ones are there, in seconds since 1970, where that is known.
  public let since: Int64?

  public init(
    _ name: String, algorithm: String, count: Int, version: Int, place: String, since: Int64? = nil
  ) {
    self.name = name
    self.algorithm = algorithm
    self.count = count
    self.version = version
    self.place = place
    self.since = since
  }
}
