extension MemoryStore: ColumnShelf {
  public func makeColumnKey() -> ColumnKey { ColumnKey(jobs.count) }

  public func keepColumns(
    under key: ColumnKey, upTo last: Int64,
    _ write: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    // Who was erased since may stand in it.
    guard key.work as? Int == jobs.count else { throw ColumnRefusal.outdated }
    var bytes: [UInt8] = []
    try write { bytes.append(contentsOf: $0) }
    columns = (bytes, jobs.count)
  }

  public func keptColumns<Value: Sendable>(
    _ read: @escaping @Sendable ((UnsafeMutableRawBufferPointer) throws -> Void) throws -> Value
  ) throws -> Value? {
    guard let (bytes, erasures) = columns else { return nil }
    guard erasures == jobs.count else { throw ColumnRefusal.outdated }
    var rest = bytes[...]
    return try read { place in
      guard place.count <= rest.count else { throw ColumnRefusal.damaged }
      place.copyBytes(from: rest.prefix(place.count))
      rest = rest.dropFirst(place.count)
    }
  }

  public var hasColumns: Bool { columns != nil }
}
