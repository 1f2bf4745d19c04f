internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: ReleaseShelf {
  public func add(_ release: Release) async throws {
    try await file.write { [releaseTable] in try releaseTable.add(release, $0) }
  }

  public var releases: [ReleaseStatus] {
    get async throws { try await file.read { [releaseTable] in try releaseTable.all($0) } }
  }

  public func release(_ id: ReleaseID) async throws -> ReleaseStatus? {
    try await file.read { [releaseTable] database in
      try releaseTable.find(id, database).map { try releaseTable.status(of: $0, database) }
    }
  }

  public func keep(_ members: [FrozenMember], of id: ReleaseID) async throws {
    try await file.write { [releaseTable] database in
      guard let row = try releaseTable.find(id, database) else { return }
      try releaseTable.keep(members, of: row, database)
    }
  }

  public func change(_ release: Release, from states: Set<Release.State>) async throws -> Bool {
    try await file.write { [releaseTable] in try releaseTable.change(release, from: states, $0) }
  }

  public func members(ofPage page: Int, of id: ReleaseID) async throws -> [FrozenMember] {
    try await file.read { [releaseTable] database in
      guard let row = try releaseTable.find(id, database) else { return [] }
      return try releaseTable.members(ofPage: page, of: row, database)
    }
  }

  public func handOff(
    page: Int, of id: ReleaseID,
    _ judge: @escaping @Sendable (Release, Int, FrozenMember, CapStanding) throws -> CapChange,
    result: @escaping @Sendable () -> PageResult?
  ) async throws {
    let settling = Settling(
      groups: groups, cache: cache, table: reservations, writer: writer, hashes: hashes)
    try await committer.perform { [releaseTable, names] database, cacheHolds in
      // As it stands now: who cancels it in between is heard.
      guard let row = try releaseTable.find(id, database) else {
        return FactWriter.Outcome(additions: [])
      }
      let members = try releaseTable.members(ofPage: page, of: row, database)
      let outcome = try settling.run(
        members.map { .node(names.node(of: $0.customer)) }, usingCache: cacheHolds,
        forgetting: .distantPast,
        { try judge(row.release, $0, members[$0], $1) }, database)
      if let result = result() {
        try releaseTable.note(result, page: page, of: row, database)
      }
      return outcome
    }
  }

  /// Reads the groups of a page beside the writer, so that it finds them open.
  public func prepare(page: Int, of id: ReleaseID) async throws {
    let epoch = cache.epoch
    try await file.read { [releaseTable, names, cache, groups] database in
      guard let row = try releaseTable.find(id, database) else { return }
      let nodes = try releaseTable.members(ofPage: page, of: row, database)
        .compactMap { names.node(of: $0.customer) }.filter { cache.reading(of: $0) == nil }
      let components = try nodes.map { try groups.component(of: [$0], database) }
      try groups.opener.prepare(origins: components.flatMap(\.self))
      for members in components {
        cache.keep(try groups.group(of: members, database), readAt: epoch)
      }
    }
  }

  public func mark(of identifier: Identifier) -> UInt64 {
    hashes.mark.hash(identifier.type.name, identifier.value).high
  }

  public func token(of place: MemberPlace) async throws -> MemberToken {
    try await file.read { [releaseTable] database in
      guard let row = try releaseTable.find(place.release, database) else { return .random() }
      return releaseTable.token(row, place.page, place.index)
    }
  }

  public func tokens(ofPage page: Int, of id: ReleaseID) async throws -> [MemberToken] {
    try await file.read { [releaseTable] database in
      guard let row = try releaseTable.find(id, database) else { return [] }
      return (0..<Release.pageSize).map { releaseTable.token(row, page, $0) }
    }
  }

  public func place(of token: MemberToken) async throws -> MemberPlace? {
    guard let (number, place) = releaseTable.numbers(of: token) else { return nil }
    return try await file.read { [releaseTable] database in
      try releaseTable.find(number: number, database).map {
        MemberPlace(
          release: $0.release.id, page: place / Release.pageSize, index: place % Release.pageSize)
      }
    }
  }
}

extension ReleaseTable {
  /// Marks the block of a token: of one that was never given, these bits are as good as random.
  private static let sign: UInt64 = 0x6F6B_0000_0000_0000

  func token(_ row: Row, _ page: Int, _ index: Int) -> MemberToken {
    tokens.name(Self.sign | UInt64(row.number), UInt64(page * Release.pageSize + index))
  }

  /// The release and the place in it; `nil` for a name that was never given.
  fileprivate func numbers(of token: MemberToken) -> (Int64, Int)? {
    guard let (high, low) = tokens.numbers(of: token), high >> 48 == Self.sign >> 48,
      low < 1 << 40
    else { return nil }
    return (Int64(high & 0xFFFF_FFFF_FFFF), Int(low))
  }
}
