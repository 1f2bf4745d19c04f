import Crypto

/// A hash of the tree: the 32 bytes of a SHA-256.
///
/// The type has one length. A verifier that lets a hash of another length through accepts, for a
/// tree of one entry, an empty hash as proof of an empty root.
///
/// - SeeAlso: RFC 6962 2.1; RFC 9162 2.1.1.
public struct MerkleHash: Hashable, Sendable {
  /// The length of every hash in bytes.
  public static let byteCount = 32

  private let lanes: SIMD32<UInt8>

  /// The hash in `bytes`, or `nil` unless there are exactly ``byteCount`` of them.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    lanes =
      bytes.withContiguousStorageIfAvailable {
        UnsafeRawBufferPointer($0).loadUnaligned(as: SIMD32<UInt8>.self)
      } ?? SIMD32(bytes)
  }

  private init(_ digest: SHA256Digest) {
    lanes = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD32<UInt8>.self) }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Lends the 32 bytes without copying them to an array.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: lanes) { body($0) }
  }
}

extension MerkleHash {
  /// The root of a tree without entries: the hash of nothing.
  public static let emptyRoot = MerkleHash(SHA256().finalize())

  /// The hash of a leaf that holds `entry`.
  ///
  /// A byte 0 goes before it, so that no leaf can pass for a node.
  public static func leaf(_ entry: some Collection<UInt8>) -> MerkleHash {
    Array(entry).withUnsafeBytes { leaf($0) }
  }

  /// The hash of a leaf that holds the bytes of `entry`.
  static func leaf(_ entry: UnsafeRawBufferPointer) -> MerkleHash {
    withUnsafeTemporaryAllocation(byteCount: 1 + entry.count, alignment: 16) { block in
      block[0] = 0
      block[1...].copyBytes(from: entry)
      return hash(UnsafeRawBufferPointer(block))
    }
  }

  /// The hash of a node above two others; a byte 1 goes before them.
  public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 16) { block in
      block[0] = 1
      block.storeBytes(of: left.lanes, toByteOffset: 1, as: SIMD32<UInt8>.self)
      block.storeBytes(of: right.lanes, toByteOffset: 1 + byteCount, as: SIMD32<UInt8>.self)
      return hash(UnsafeRawBufferPointer(block))
    }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> MerkleHash {
    var hasher = SHA256()
    hasher.update(bufferPointer: bytes)
    return MerkleHash(hasher.finalize())
  }
}

extension MerkleHash: CustomStringConvertible {
  /// In hexadecimal.
  public var description: String { Hexadecimal.text(of: bytes) }
}
