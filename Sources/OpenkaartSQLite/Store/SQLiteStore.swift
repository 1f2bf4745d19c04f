internal import Crypto
internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService
internal import Synchronization

/// Every port of a store, in a folder of this machine.
///
/// Facts stand in `openkaart.sqlite`, each sealed under a key of its own person and class; the wrapped
/// keys in `keys.sqlite`; what unwraps them in `keyring`. One process owns the folder.
///
/// - SeeAlso: Documentation/adr/0007-the-store.md
public final class SQLiteStore: Sendable {
  let folder: DataFolder
  let file: StoreFile
  let hashes: StoreHashes
  let opener: FactOpener
  let groups: GroupReader
  let writer: FactWriter
  let cache = GroupCache()
  let committer: Committer
  let keyPlane: KeyPlane
  let reservations: ReservationTable
  let releaseTable: ReleaseTable
  let pagesAhead = PagesAhead()
  public let permitKey: PermitKey
  let names: CustomerNames
  let keyring: Keyring
  private let lock: Mutex<FolderLock?>
  let census = Census()
  let watches = ChangeWatches()
  let usage: UsageRecords
  let ledger: Ledger
  let publisher: LogPublisher
  let eraser: Eraser
  let columns: ColumnFile
  let reserve: Reserve

  /// Opens the store in a folder.
  ///
  /// - Parameters:
  ///   - path: The folder; only its owner can read what is made in it.
  ///   - isCreating: Whether to make what is not there.
  ///   - isReserving: Whether to put room by, so that a full disk keeps nobody from being erased.
  ///   - clock: Tells the moment of the log's entries; the clock of this machine if `nil`.
  /// - Throws: ``StoreError`` with the remedy.
  public convenience init(
    at path: String, isCreating: Bool = true, isReserving: Bool = false,
    clock: (@Sendable () -> Timestamp)? = nil
  ) throws(StoreError) {
    try self.init(
      at: path, isCreating: isCreating, reserving: isReserving ? Reserve.usual : 0, clock: clock
    ) { _ in }
  }

  /// Opens the store, with so many bytes put by; `step` is told before each step of an erasure.
  package init(
    at path: String, isCreating: Bool = true, reserving bytes: Int = 0,
    clock: (@Sendable () -> Timestamp)? = nil,
    step: @escaping @Sendable (Int) -> Void
  ) throws(StoreError) {
    folder = DataFolder(path: URL(filePath: path).standardizedFileURL.path)
    if isCreating {
      try folder.make()
    } else if !folder.hasData {
      throw .missing(folder: folder.path)
    }
    let lock = try FolderLock.take(folder)
    keyring = try Self.keyring(of: folder)
    let keyFile = try StoreFile(folder.keys, of: keyring, at: folder.keyring, Schema.keys)
    file = try StoreFile(folder.data, of: keyring, at: folder.keyring, Schema.data)
    keyPlane = KeyPlane(keyFile, ring: KeyringFile(keyring, at: folder.keyring))
    hashes = StoreHashes(keyring)
    reservations = ReservationTable(keys: keyPlane)
    releaseTable = ReleaseTable(keyring, hashes.tokens)
    permitKey = Self.permitKey(of: keyring)
    opener = FactOpener(keys: keyPlane, path: folder.data)
    groups = GroupReader(opener: opener, hashes: hashes)
    ledger = Ledger(clock: clock ?? Self.machineClock)
    let suppressions = Suppressions(keyring)
    columns = ColumnFile(at: folder.columns, keys: keyPlane, facts: file)
    eraser = Eraser(
      file: file, keys: keyPlane, groups: groups, columns: columns, suppressions: suppressions,
      keyring: keyring, step: step)
    writer = FactWriter(
      keys: keyPlane, hashes: hashes, opener: opener, keyring: keyring, ledger: ledger,
      suppressions: suppressions)
    usage = UsageRecords(keys: keyPlane, own: keyring.key(for: "record"), ledger: ledger)
    publisher = try LogPublisher(of: folder, keyring, file, ledger)
    committer = Committer(
      file: file, writer: writer, usage: usage, cache: cache, census: census, watches: watches)
    names = CustomerNames(key: keyring.key(for: "customer"))
    self.lock = Mutex(lock)
    reserve = Reserve(path: folder.reserve, bytes: bytes)
    try OwnFile.wipeReplaced(at: folder.keyring)
    columns.dropDraft()
    try OwnFile.synchronize(folder: folder.path)
    do {
      // Before anybody can ask anything.
      try eraser.resume()
      _ = try eraser.finish(waiting: 0)
      reserve.fill()
    } catch {
      throw StoreError(error, at: folder.data)
    }
  }

  private static let machineClock: @Sendable () -> Timestamp = {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// Reads the keyring, or makes one for a folder in which nothing was kept yet.
  private static func keyring(of folder: DataFolder) throws(StoreError) -> Keyring {
    if let keyring = try Keyring(readingFrom: folder.keyring) {
      guard folder.hasKeys || !folder.hasData else { throw .keyringMissing(file: folder.keys) }
      return keyring
    }
    guard !folder.hasData else { throw .keyringMissing(file: folder.keyring) }
    let keyring = Keyring()
    try keyring.write(to: folder.keyring)
    return keyring
  }

  private static func permitKey(of keyring: Keyring) -> PermitKey {
    let bytes = keyring.key(for: "permit").withUnsafeBytes { Array($0) }
    guard let key = PermitKey(bytes) else {
      preconditionFailure("A key of the keyring has as many bytes as a permit needs.")
    }
    return key
  }

  /// Ends all work and lets go of the folder.
  public func close() async throws {
    await committer.stop()
    await pagesAhead.end()
    // What cannot be shown now is shown the next time: it is all in the database.
    try? await publisher.publish()
    try file.close()
    try keyPlane.close()
    lock.withLock { $0 = nil }
  }
}

extension SQLiteStore: FactStore {
  @discardableResult
  public func append(_ facts: [Fact]) async throws -> [FactAddition] {
    guard !facts.isEmpty else { return [] }
    let prepared = PreparedFacts(facts, using: hashes)
    // A no is taken in on a full disk too.
    guard facts.allSatisfy(\.content.countsFromEarliest) else {
      return try await committer.add([prepared])
    }
    return try await evenWhenFull { try await committer.add([prepared]) }
  }

  public func ready(_ facts: [Fact]) async -> ReadyFacts {
    // What was made of them is all that is needed of them.
    ReadyFacts([], work: PreparedFacts(facts, using: hashes))
  }

  public func add(_ ready: [ReadyFacts]) async throws -> [FactAddition] {
    let prepared = ready.map { facts in
      facts.work as? PreparedFacts ?? PreparedFacts(facts.facts, using: hashes)
    }
    return prepared.allSatisfy(\.facts.isEmpty) ? [] : try await committer.add(prepared)
  }

  public func facts(about subject: [Identifier]) async throws -> FactGroup {
    let named = subject.map { hashes.identifier.hash($0.type.name, $0.value) }
    if let group = cache.group(of: named) { return group }
    let epoch = cache.epoch
    return try await file.read { [cache, groups] database in
      let nodes = try groups.nodes(of: named, database)
      cache.keep(nodes)
      guard let first = nodes.first?.node else { return .empty }
      let members = try groups.component(of: [first], database)
      let others = nodes.map(\.node).filter { !members.contains($0) }
      guard others.isEmpty else {
        return try groups.group(
          of: groups.component(of: members + others, database), database
        ).group
      }
      let reading = try groups.group(of: members, database)
      cache.keep(reading, readAt: epoch)
      return reading.group
    }
  }

  public func facts(of customer: CustomerID) async throws -> FactGroup {
    guard let node = names.node(of: customer) else { return .empty }
    if let group = cache.group(of: node) { return group }
    let epoch = cache.epoch
    return try await file.read { [cache, groups] database in
      let reading = try groups.group(of: groups.component(of: [node], database), database)
      cache.keep(reading, readAt: epoch)
      return reading.group
    }
  }

  public func customers(of subjects: [[Identifier]]) async throws -> [CustomerID?] {
    try await file.read { [groups, names, census] database in
      try subjects.map { subject in
        for identifier in subject {
          guard let node = try groups.nodes(of: [identifier], database).first else { continue }
          if let known = census.customer(of: node) {
            if known > 0 { return names.name(of: known) }
            continue
          }
          let members = try groups.component(of: [node], database)
          if try groups.hasFacts(under: members, database) { return members.min().map(names.name) }
        }
        return nil
      }
    }
  }

  public func customer(of subject: [Identifier]) async throws -> CustomerID? {
    try await customers(of: [subject]).first ?? nil
  }

  public var counts: StoreCounts {
    get async throws {
      let tally = try await file.read { try Tally($0) }
      var customers = census.customers
      if customers == nil {
        customers = try await census.count {
          try await file.read { try Forest($0, lastNode: Tally($0).nodes) }
        }
      }
      return StoreCounts(
        facts: Int(tally.facts), customers: customers ?? 0,
        identifiers: Int(tally.nodes - tally.gone))
    }
  }
}

extension SQLiteStore {
  public var latestRecordedAt: Timestamp {
    get async throws { try await file.read { [writer] in try writer.latestRecordedAt($0) } }
  }
}
