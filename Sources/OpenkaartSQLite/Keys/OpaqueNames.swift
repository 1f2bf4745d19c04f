internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import OpenkaartService

/// Names that only the store can read: two numbers, enciphered as one block.
struct OpaqueNames<Named>: Sendable {
  private let key: SymmetricKey

  init(key: SymmetricKey) { self.key = key }

  func name(_ high: UInt64, _ low: UInt64) -> OpaqueID<Named> {
    var block = Self.bytes(high, low)
    do {
      try AES.permute(&block, key: key)
    } catch {
      preconditionFailure("One block of 16 bytes under a key of 32 is always enciphered.")
    }
    let words = block.withUnsafeBytes { Digest128($0) }
    return OpaqueID(high: words.high, low: words.low)
  }

  /// The numbers of a name; of one that was never given they mean nothing.
  func numbers(of name: OpaqueID<Named>) -> (high: UInt64, low: UInt64)? {
    let (high, low) = name.words
    var block = Self.bytes(high, low)
    guard (try? AES.inversePermute(&block, key: key)) != nil else { return nil }
    let words = block.withUnsafeBytes { Digest128($0) }
    return (words.high, words.low)
  }

  private static func bytes(_ high: UInt64, _ low: UInt64) -> [UInt8] {
    Digest128(high: high, low: low).withBytes { Array($0) }
  }
}

/// The opaque names of customers: their lowest node, enciphered.
struct CustomerNames: Sendable {
  private let names: OpaqueNames<Customer>

  init(key: SymmetricKey) { names = OpaqueNames(key: key) }

  func name(of node: Int64) -> CustomerID { names.name(0, UInt64(node)) }

  /// The node of a name; `nil` for a name that was never given.
  func node(of customer: CustomerID) -> Int64? {
    guard let (high, low) = names.numbers(of: customer), high == 0 else { return nil }
    return Int64(exactly: low)
  }
}
