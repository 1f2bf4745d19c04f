/// What was used of late, forgotten when there is too much of it.
///
/// Two generations: what is not used while a whole generation fills is dropped with the older one.
struct Recent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]
  private let limit: Int

  /// Keeps at least the `limit` latest, and at most twice as many.
  init(limit: Int) { self.limit = limit }

  subscript(key: Key) -> Value? {
    mutating get {
      if let value = young[key] { return value }
      guard let value = old[key] else { return nil }
      insert(value, for: key)
      return value
    }
    set {
      if let newValue { insert(newValue, for: key) }
    }
  }

  /// The value of a key, which counts for no use of it.
  func peek(_ key: Key) -> Value? { young[key] ?? old[key] }

  private mutating func insert(_ value: Value, for key: Key) {
    if young.count >= limit {
      old = young
      young = Dictionary(minimumCapacity: limit)
    }
    young[key] = value
  }
}
