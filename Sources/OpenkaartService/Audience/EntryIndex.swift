internal import OpenkaartAudience
internal import OpenkaartCore

/// Which entries an identifier is named in, by a keyed hash.
///
/// Entries that are gone may still be found here, and so may one of another identifier with the same
/// hash: then an entry is read again that need not be. Hashes and entries lie in two plain arrays, so
/// that a million of them are read back at once.
struct EntryIndex: Sendable {
  private let hash: TextHash
  /// By place the hash, and 0 where nothing is: it stands at its own place or soon after it.
  private var hashes: [UInt64]
  private var entries: [UInt32]
  private var count = 0
  /// The others, where there are several.
  private var others: [UInt64: Set<UInt32>] = [:]

  init() {
    hash = TextHash()
    hashes = Array(repeating: 0, count: 64)
    entries = Array(repeating: 0, count: 64)
  }

  func entries(of identifiers: Set<Identifier>) -> [UInt32] {
    var found: Set<UInt32> = []
    for identifier in identifiers {
      let hash = number(of: identifier)
      let place = place(of: hash)
      guard hashes[place] == hash else { continue }
      found.insert(entries[place])
      if !others.isEmpty { found.formUnion(others[hash] ?? []) }
    }
    return found.sorted()
  }

  mutating func add(_ identifiers: Set<Identifier>, _ entry: UInt32) {
    for identifier in identifiers {
      let hash = number(of: identifier)
      let place = place(of: hash)
      if hashes[place] != hash {
        put(hash, entry, at: place)
      } else if entries[place] != entry {
        others[hash, default: []].insert(entry)
      }
    }
  }

  /// Leaves no trace of an entry at these identifiers.
  mutating func remove(_ identifiers: Set<Identifier>, _ entry: UInt32) {
    for identifier in identifiers {
      let hash = number(of: identifier)
      others[hash]?.remove(entry)
      let place = place(of: hash)
      if hashes[place] == hash, entries[place] == entry {
        if let next = others[hash]?.popFirst() { entries[place] = next } else { free(place) }
      }
      if others[hash]?.isEmpty == true { others[hash] = nil }
    }
  }

  // MARK: Places

  private func number(of identifier: Identifier) -> UInt64 { max(1, hash.hash(identifier)) }

  /// Where a hash stands, or would be put.
  private func place(of hash: UInt64) -> Int {
    let mask = hashes.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & mask }
    return place
  }

  private mutating func put(_ hash: UInt64, _ entry: UInt32, at place: Int) {
    hashes[place] = hash
    entries[place] = entry
    count += 1
    if count * 4 > hashes.count * 3 { grow() }
  }

  private mutating func grow() {
    let old = (hashes, entries)
    hashes = Array(repeating: 0, count: old.0.count * 2)
    entries = Array(repeating: 0, count: old.0.count * 2)
    for (hash, entry) in zip(old.0, old.1) where hash != 0 {
      let place = place(of: hash)
      hashes[place] = hash
      entries[place] = entry
    }
  }

  /// Empties a place, and moves up what stands after it because this place was taken.
  private mutating func free(_ place: Int) {
    let mask = hashes.count - 1
    var hole = place
    var next = (hole + 1) & mask
    while hashes[next] != 0 {
      let own = Int(truncatingIfNeeded: hashes[next]) & mask
      if (next &- own) & mask >= (next &- hole) & mask {
        (hashes[hole], entries[hole]) = (hashes[next], entries[next])
        hole = next
      }
      next = (next + 1) & mask
    }
    (hashes[hole], entries[hole]) = (0, 0)
    count -= 1
  }

  // MARK: Keeping it

  func write(to out: RawWriter) throws {
    try out.array([hash.first, hash.last])
    try out.array(hashes)
    try out.array(entries)
    let pairs = others.flatMap { hash, entries in entries.map { (hash, $0) } }
    try out.array(pairs.map(\.0))
    try out.array(pairs.map(\.1))
  }

  init(reading input: RawReader) throws {
    let key = try input.array(of: UInt64.self)
    try input.check(key.count == 2)
    hash = TextHash(first: key[0], last: key[1])
    hashes = try input.array(of: UInt64.self)
    entries = try input.array(of: UInt32.self)
    count = hashes.count { $0 != 0 }
    try input.check(
      hashes.count == entries.count && hashes.count >= 64 && hashes.count.nonzeroBitCount == 1
        && count * 4 <= hashes.count * 3)
    let names = try input.array(of: UInt64.self)
    let numbers = try input.array(of: UInt32.self)
    try input.check(names.count == numbers.count)
    for (hash, entry) in zip(names, numbers) { others[hash, default: []].insert(entry) }
  }
}
