internal import Crypto
internal import Foundation
internal import OpenkaartService
internal import Synchronization

/// The keys of the cells, in a file of their own.
///
/// Data keys are wrapped by the key of their bucket of 4,096 origins, bucket keys by that of their
/// page of 4,096 buckets, page keys by the root. What this hands out is durable: a cell is written
/// after its key.
final class KeyPlane: Sendable {
  let file: StoreFile
  let ring: KeyringFile
  /// Held while the root is replaced: the next one has to begin from the root that this one leaves.
  let rotating = NSLock()
  private let cache = Mutex(Cache())

  private struct Cache: Sendable {
    /// The key of each cell, made from its data key.
    var cells = Recent<CellName, SymmetricKey>(limit: 200_000)
    /// By how they stand in the file, so that one that was replaced is not found.
    var buckets: [[UInt8]: SymmetricKey] = [:]
    /// Counts what was destroyed, so that nothing is remembered that was read before.
    var epoch = 0
  }

  init(_ file: StoreFile, ring: KeyringFile) {
    self.file = file
    self.ring = ring
  }

  func close() throws(StoreError) { try file.close() }

  /// The keys of cells, in their order; `nil` for those that have none.
  func keys(of names: [CellName]) throws -> [SymmetricKey?] {
    let cells = DistinctCells(names)
    let keys = try keys(ofDistinct: cells.names, remembering: cells.names.count <= Self.most)
    return cells.places.map { keys[$0] }
  }

  /// The keys of cells, in their order; those that have none get one.
  ///
  /// - Parameters:
  ///   - names: The cells.
  ///   - firstNode: Nothing was ever sealed under origins above it: a key that stands there is of a
  ///     batch that came to nothing.
  /// - Returns: The key of each cell; all of them are durable.
  /// - Throws: ``StoreError`` when the keys cannot be read or written.
  func keysMakingMissing(
    of names: [CellName], newAbove firstNode: Int64
  ) throws -> [SymmetricKey] {
    let cells = DistinctCells(names)
    let old = Array(cells.names.prefix { $0.origin <= firstNode })
    let new = cells.names.count - old.count
    // Whoever seals under a key is mostly about to do so again.
    let known = try keys(ofDistinct: old, remembering: true) + Array(repeating: nil, count: new)
    do {
      var made = try make(
        zip(cells.names, known).filter { $1 == nil }.map(\.0), newAbove: firstNode)[...]
      let keys = known.map { $0 ?? made.removeFirst() }
      return cells.places.map { keys[$0] }
    } catch {
      throw StoreError(error, at: file.path)
    }
  }

  /// Whoever opens cells under more keys than these at once goes through everybody: none of them is
  /// remembered, for they would drive out those that are asked for again and again.
  private static let most = 256

  private func keys(
    ofDistinct names: [CellName], remembering isRemembered: Bool
  ) throws -> [SymmetricKey?] {
    var (keys, epoch) = cache.withLock { cache in
      (names.map { isRemembered ? cache.cells[$0] : cache.cells.peek($0) }, cache.epoch)
    }
    let missing = names.indices.filter { keys[$0] == nil }
    guard !missing.isEmpty else { return keys }
    let sought = missing.map { names[$0] }
    let found = try read(sought)
    if isRemembered { remember(zip(sought, found), readAt: epoch) }
    for (place, key) in zip(missing, found) { keys[place] = key }
    return keys
  }

  /// Makes the keys of cells that have none, as far as is known; one that has keeps its own.
  ///
  /// - Throws: ``StoreError`` when the keys cannot be written.
  func makeKeys(of names: [CellName]) throws {
    do {
      _ = try make(DistinctCells(names).names, newAbove: .max)
    } catch {
      throw StoreError(error, at: file.path)
    }
  }

  /// Makes keys, durable when this returns.
  private func make(_ names: [CellName], newAbove firstNode: Int64) throws -> [SymmetricKey] {
    guard !names.isEmpty else { return [] }
    let epoch = cache.withLock { $0.epoch }
    let made = try write(names, newAbove: firstNode)
    // Only now: the transaction might have failed.
    remember(zip(names, made), readAt: epoch)
    return made
  }

  // MARK: What is remembered

  private func remember(_ keys: some Sequence<(CellName, SymmetricKey?)>, readAt epoch: Int) {
    cache.withLock { cache in
      guard cache.epoch == epoch else { return }
      for case (let name, let key?) in keys { cache.cells[name] = key }
    }
  }

  /// The key of a bucket if it is remembered, by how it stands in the file.
  func bucketKey(wrappedAs bytes: [UInt8]) -> SymmetricKey? {
    cache.withLock { $0.buckets[bytes] }
  }

  func remember(_ bucket: SymmetricKey, wrappedAs bytes: [UInt8]) {
    cache.withLock { $0.buckets[bytes] = bucket }
  }

  /// Forgets every key: some were destroyed.
  func forget() {
    cache.withLock { cache in
      let epoch = cache.epoch + 1
      cache = Cache()
      cache.epoch = epoch
    }
  }
}
