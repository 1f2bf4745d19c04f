internal import Crypto
internal import Foundation
internal import OpenkaartService

/// A key as it stands in `keys.sqlite`: a version, then what AES-KW gives.
///
/// - SeeAlso: RFC 3394.
enum WrappedKey {
  private static let version: UInt8 = 1

  /// How many bytes it takes.
  static let size = 41

  static func wrap(_ key: SymmetricKey, using other: SymmetricKey) throws -> [UInt8] {
    [version] + (try AES.KeyWrap.wrap(key, using: other))
  }

  /// Wraps the key in `bytes`.
  static func wrap(
    _ bytes: UnsafeRawBufferPointer, using other: SymmetricKey
  ) throws -> [UInt8] {
    try wrap(SymmetricKey(data: bytes), using: other)
  }

  /// `nil` when it was damaged or is wrapped by another key.
  static func unwrap(_ bytes: some ContiguousBytes, using key: SymmetricKey) -> SymmetricKey? {
    bytes.withUnsafeBytes { bytes in
      guard bytes.first == version else { return nil }
      let wrapped = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
      return try? AES.KeyWrap.unwrap(wrapped, using: key)
    }
  }
}
