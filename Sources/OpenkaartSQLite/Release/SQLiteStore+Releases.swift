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
      guard let row = try releaseTable.find(id, database), row.release.state == .draft else {
        return
      }
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
    let ready = try await pagesAhead.take(PageName(release: id, page: page))
    try await committer.perform(about: Release.pageSize) {
      [releaseTable, names, cache] database, changed in
      // As it stands now: who cancels it in between is heard.
      guard let row = try releaseTable.find(id, database) else {
        return FactWriter.Outcome(additions: [])
      }
      let members = try ready?.members ?? releaseTable.members(ofPage: page, of: row, database)
      let people = members.indices.map { index in
        if let ready, cache.stands(ready.groups[index], readAt: ready.epoch) {
          return Sought.reading(ready.groups[index])
        }
        return .node(names.node(of: members[index].customer))
      }
      let outcome = try settling.run(
        people, after: changed, forgetting: .distantPast,
        { try judge(row.release, $0, members[$0], $1) }, database)
      if let result = result() {
        try releaseTable.note(result, page: page, of: row, database)
      }
      return outcome
    }
  }

  /// Reads the groups of a page beside the writer, so that it finds them open.
  public func prepare(page: Int, of id: ReleaseID) async throws {
    _ = try await pagesAhead.page(PageName(release: id, page: page)) { [self] in
      guard let ready = try await read(page: page, of: id) else { return nil }
      try await stoppingOnFailure { try await makeKeys(for: ready) }
      return ready
    }
  }

  /// Makes the keys under which the messages to the members of a page will be sealed.
  ///
  /// A key without a cell is not missed, and the writer need not wait until they are durable.
  private func makeKeys(for page: ReadPage) async throws {
    let cells = page.groups.compactMap { group in
      group.origin.map { CellName(origin: $0, part: FactClass(of: .contacted)) }
    }
    try await apart { store in
      _ = try store.keyPlane.keysMakingMissing(of: cells, newAbove: .max)
    }
  }

  private func read(page: Int, of id: ReleaseID) async throws -> ReadPage? {
    let epoch = cache.epoch
    let found = try await file.read { [releaseTable] database -> ([FrozenMember], [MemberToken])? in
      // The members of a draft may be others by the time that it is frozen.
      guard let row = try releaseTable.find(id, database), row.release.state != .draft else {
        return nil
      }
      let members = try releaseTable.members(ofPage: page, of: row, database)
      return (members, members.indices.map { releaseTable.token(row, page, $0) })
    }
    guard let (members, tokens) = found else { return nil }
    let nodes = members.map { names.node(of: $0.customer) ?? 0 }
    // In two halves at once, so that the writer waits for neither.
    async let first = groups(under: nodes[..<(nodes.count / 2)])
    async let second = groups(under: nodes[(nodes.count / 2)...])
    return ReadPage(
      members: members, groups: try await first + second, tokens: tokens, epoch: epoch)
  }

  private func groups(under nodes: ArraySlice<Int64>) async throws -> [GroupCache.Reading] {
    try await file.read { [groups] database in
      let components = try groups.components(of: Array(nodes), database)
      return try groups.groups(of: components, database).map { $0.folding() }
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
    if let ready = try await pagesAhead.peek(PageName(release: id, page: page)) {
      return ready.tokens
    }
    return try await file.read { [releaseTable] database in
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
