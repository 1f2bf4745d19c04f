public import OpenkaartCore
public import OpenkaartService

/// A key to the API that was just made: the only moment at which its secret is known.
public struct NewKey: Sendable {
  /// What is kept.
  public let key: APIKey
  /// What is shown once: `okk_`, the id and 256 random bits.
  public let secret: String

  /// Makes a key.
  public init(named name: String, scopes: [Scope], at moment: Timestamp) {
    let id = Secret.letters(8)
    let secret = "okk_\(id)_\(Secret.token())"
    self.secret = secret
    key = APIKey(
      id: id, name: name, scopes: scopes.map(\.rawValue), digest: Self.digest(of: secret),
      createdAt: moment)
  }

  /// SHA-256 of a whole secret; it holds 256 random bits, so nobody can search for it.
  static func digest(of secret: some StringProtocol) -> [UInt8] {
    Secret.digest(of: secret)
  }

  /// The id inside a secret; `nil` when this is no secret of ours.
  static func id(in secret: some StringProtocol) -> String? {
    let parts = secret.utf8.split(
      separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].elementsEqual("okk".utf8), parts[1].count == 8,
      parts[2].count == 52
    else { return nil }
    return String(decoding: parts[1], as: UTF8.self)
  }
}
