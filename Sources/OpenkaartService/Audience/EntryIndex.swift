internal import OpenkaartCore

/// Which entries an identifier is named in, by a hash with a key of this process.
///
/// Entries that are gone may still be found here, and so may one of another identifier with the same
/// hash: then an entry is read again that need not be.
struct EntryIndex: Sendable {
  private var entries: [Int: UInt32] = [:]
  /// The others, where there are several.
  private var others: [Int: Set<UInt32>] = [:]

  func entries(of identifiers: Set<Identifier>) -> [UInt32] {
    var found: Set<UInt32> = []
    for identifier in identifiers {
      let hash = identifier.hashValue
      guard let entry = entries[hash] else { continue }
      found.insert(entry)
      if !others.isEmpty { found.formUnion(others[hash] ?? []) }
    }
    return found.sorted()
  }

  mutating func add(_ identifiers: Set<Identifier>, _ entry: UInt32) {
    for identifier in identifiers {
      let hash = identifier.hashValue
      if let known = entries[hash] {
        if known != entry { others[hash, default: []].insert(entry) }
      } else {
        entries[hash] = entry
      }
    }
  }

  /// Leaves no trace of an entry at these identifiers.
  mutating func remove(_ identifiers: Set<Identifier>, _ entry: UInt32) {
    for identifier in identifiers {
      let hash = identifier.hashValue
      others[hash]?.remove(entry)
      guard entries[hash] == entry else { continue }
      entries[hash] = others[hash]?.popFirst()
      if others[hash]?.isEmpty == true { others[hash] = nil }
    }
  }
}
