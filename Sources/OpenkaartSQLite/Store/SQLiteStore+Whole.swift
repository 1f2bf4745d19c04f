internal import GRDB
public import OpenkaartCore
public import OpenkaartService

/// What goes over everything in the store.
extension SQLiteStore {
  /// What stood in the store at one moment: facts that come later do not count.
  private struct Snapshot: Sendable {
    let components: Components
    let last: Int64
    let crowded: [Int64: Int64]
  }

  /// So many groups are read together: enough to make the reading cheap, few enough to hold.
  private static let chunk = 128

  /// Reads ahead while `body` works.
  public func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws {
    try await forEachReading { try await body($0.group) }
  }

  func forEachReading(
    _ body: @Sendable (GroupCache.Reading) async throws -> Void
  ) async throws {
    let snapshot = try await file.read { try Self.snapshot($0) }
    var start = 0
    var next = try await groups(from: start, in: snapshot)
    while !next.isEmpty {
      let current = next
      start += current.count
      let end = start
      async let following = groups(from: end, in: snapshot)
      for group in current { try await body(group) }
      next = try await following
    }
  }

  private static func snapshot(_ database: Database) throws -> Snapshot {
    var crowded: [Int64: Int64] = [:]
    let rows = try Command(database, "SELECT node, seq FROM crowded")
    while try rows.step() { crowded[rows.integer(0)] = rows.integer(1) }
    return Snapshot(
      components: try Components(Forest(database, lastNode: Tally(database).nodes)),
      last: try Int64.fetchOne(database, sql: "SELECT max(seq) FROM fact") ?? 0, crowded: crowded)
  }

  /// The groups from one on, read in two halves at once: opening them keeps more than one core busy.
  private func groups(
    from start: Int, in snapshot: Snapshot
  ) async throws -> [GroupCache.Reading] {
    async let first = groups(start..<(start + Self.chunk), in: snapshot)
    async let second = groups(
      (start + Self.chunk)..<(start + 2 * Self.chunk), in: snapshot)
    return try await first + second
  }

  private func groups(
    _ range: Range<Int>, in snapshot: Snapshot
  ) async throws -> [GroupCache.Reading] {
    let members = range.clamped(to: 0..<snapshot.components.count).map { snapshot.components[$0] }
    guard !members.isEmpty else { return [] }
    return try await file.read { [groups] database in
      try groups.groups(of: members, upTo: snapshot.last, database) { snapshot.crowded[$0] }
    }
  }

  public func rebuild(
    progress: @escaping @Sendable (Double) -> Void
  ) async throws -> RebuildReport {
    let rebuild = Rebuild(opener: opener, hashes: hashes)
    let difference = try await file.write { [writer] database in
      // What the writer remembers is of the rows that were.
      defer { writer.forget() }
      return try rebuild.run(database, progress: progress)
    }
    cache.forgetAll()
    census.forget()
    // They were made from the rows that were.
    try columns.drop()
    watches.noteEverything()
    progress(1)
    return RebuildReport(
      counts: try await counts, surplus: difference.surplus, missing: difference.missing)
  }
}
