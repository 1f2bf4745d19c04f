/// Up to 256 entries, each behind its length in two bytes.
///
/// - SeeAlso: C2SP tlog-tiles, "Log entries".
public struct EntryBundle: Hashable, Sendable {
  /// The length must fit two bytes.
  public static let mostEntryBytes = Int(UInt16.max)

  /// As it is served.
  public package(set) var bytes: [UInt8] = []
  package var places: [Range<Int>] = []

  /// A bundle without entries, to which they are added.
  public init() {}

  /// Reads a bundle of `width` entries.
  ///
  /// - Throws: ``FormatError`` when the bytes end within an entry or hold another number of them.
  public init(_ bytes: [UInt8], width: Int) throws(FormatError) {
    self.bytes = bytes
    places.reserveCapacity(width)
    var start = 0
    while start < bytes.count {
      guard start + 2 <= bytes.count else {
        throw FormatError(.entryBundle, "it ends within the length of entry \(places.count)")
      }
      let length = Int(bytes[start]) << 8 | Int(bytes[start + 1])
      guard start + 2 + length <= bytes.count else {
        throw FormatError(.entryBundle, "it ends within entry \(places.count)")
      }
      places.append(start + 2..<start + 2 + length)
      start += 2 + length
    }
    guard places.count == width else {
      throw FormatError(.entryBundle, "it holds \(places.count) entries in place of \(width)")
    }
  }

  /// The bytes of a bundle of the first entries.
  ///
  /// - Precondition: There are as many.
  public func prefix(_ count: Int) -> [UInt8] {
    count == 0 ? [] : Array(bytes[..<places[count - 1].upperBound])
  }

  /// The leaf hash of each entry, in order.
  public var leafHashes: [MerkleHash] {
    bytes.withUnsafeBytes { bytes in
      places.map { MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: bytes[$0])) }
    }
  }
}
