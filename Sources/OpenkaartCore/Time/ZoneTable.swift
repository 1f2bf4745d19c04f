import Crypto

/// All time zones an installation knows, by IANA name, and a digest over them.
public struct ZoneTable: Sendable {
  private let zones: [String: ZoneRules]

  /// A table without zones; not even UTC.
  public static let empty = ZoneTable([])

  /// Makes a table; of two zones with the same name the later one stays.
  public init(_ zones: [ZoneRules]) {
    self.zones = Dictionary(zones.map { ($0.name, $0) }, uniquingKeysWith: { _, later in later })
  }

  /// The rules of the zone with exactly this name.
  public subscript(name: String) -> ZoneRules? { zones[name] }

  /// The names, sorted.
  public var names: [String] { zones.keys.sorted() }

  /// SHA-256 over every name, offset and change, in order of the names.
  ///
  /// Two installations with the same digest place every moment on the same local clock. Computed
  /// anew on each call.
  public var digest: [UInt8] {
    var hash = SHA256()
    for name in names {
      guard let zone = zones[name] else { continue }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(name.utf8.count + 20 + zone.changes.count * 12)
      bytes.appendBigEndian(Int64(name.utf8.count))
      bytes.append(contentsOf: name.utf8)
      bytes.appendBigEndian(zone.initialOffset)
      bytes.appendBigEndian(Int64(zone.changes.count))
      for (change, offset) in zip(zone.changes, zone.offsets) {
        bytes.appendBigEndian(change)
        bytes.appendBigEndian(offset)
      }
      hash.update(data: bytes)
    }
    return Array(hash.finalize())
  }
}

extension [UInt8] {
  fileprivate mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
    for shift in stride(from: Value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> Value(shift)))
    }
  }
}
