public import LogVerification

extension EntryBundle {
  /// How many entries there are.
  public var count: Int { places.count }

  /// The entry at a place in the bundle, from 0.
  public subscript(place: Int) -> ArraySlice<UInt8> { bytes[places[place]] }

  /// Adds an entry at the end.
  ///
  /// - Throws: `FormatError` when it is longer than ``mostEntryBytes``.
  public mutating func append(_ entry: some Collection<UInt8>) throws(FormatError) {
    guard let length = UInt16(exactly: entry.count) else {
      throw FormatError(
        .entry, "\(entry.count) bytes, where an entry has \(Self.mostEntryBytes) at most")
    }
    bytes += [UInt8(length >> 8), UInt8(length & 255)]
    places.append(bytes.count..<(bytes.count + entry.count))
    bytes += entry
  }
}
