/// Keys that belong to a data folder as a whole, and stay the same as long as it lives.
public protocol SecretSource: Sendable {
  /// 32 bytes that follow from the secret of the folder and this use, and from which neither can be
  /// found.
  ///
  /// - Parameter use: A name for what the key does; two uses never share a key.
  /// - Returns: The same bytes for the same use, always.
  func secret(for use: String) async -> [UInt8]
}
