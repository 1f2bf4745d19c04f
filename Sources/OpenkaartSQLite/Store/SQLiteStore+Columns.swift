public import OpenkaartService

extension SQLiteStore: ColumnShelf {
  public func makeColumnKey() async throws -> ColumnKey {
    try await apart { store in ColumnKey(try store.columns.makeKey()) }
  }

  public func keepColumns(
    under key: ColumnKey, upTo last: Int64,
    _ write: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) async throws {
    guard let key = key.work as? ColumnFile.Key else { throw ColumnRefusal.otherStore }
    try await onShelf { try $0.write(under: key, upTo: last, write) }
  }

  public func keptColumns<Value: Sendable>(
    _ read: @escaping @Sendable ((UnsafeMutableRawBufferPointer) throws -> Void) throws -> Value
  ) async throws -> Value? {
    try await onShelf { try $0.read(read) }
  }

  public var hasColumns: Bool { columns.isThere }

  /// Works apart from the tasks; what is no failure of the disk is told as it is.
  private func onShelf<Value: Sendable>(
    _ work: @escaping @Sendable (ColumnFile) throws -> Value
  ) async throws -> Value {
    try await apart { store in Result { try work(store.columns) } }.get()
  }
}
