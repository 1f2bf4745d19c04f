internal import GRDB
public import OpenkaartCore
public import OpenkaartService
internal import Synchronization

extension SQLiteStore: ReleaseShelf {
  public func add(_ release: Release) async throws {
    try await file.write { [releaseTable] in try releaseTable.add(release, $0) }
  }

  public var releases: [ReleaseStatus] {
    get async throws { try await file.read { [releaseTable] in try releaseTable.all($0) } }
  }

  public func release(_ id: ReleaseID) async throws -> Release? {
    try await file.read { [releaseTable] in try releaseTable.find(id, $0)?.release }
  }

  public func status(of id: ReleaseID) async throws -> ReleaseStatus? {
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
    page: Int, of id: ReleaseID, by judge: MemberJudge
  ) async throws -> [MemberVerdict]? {
    let name = PageName(release: id, page: page)
    let ready = try await pagesAhead.take(name) { [self] in try await read(name, by: judge) }
    let handing = HandingOff(
      name: name, judge: judge, ready: ready, table: releaseTable, names: names, cache: cache,
      settling: settling)
    let verdicts = Mutex<[MemberVerdict]?>(nil)
    try await committer.perform(about: Release.pageSize) { database, changed in
      let (outcome, found) = try handing.run(after: changed, database)
      verdicts.withLock { $0 = found }
      return outcome
    }
    return verdicts.withLock { $0 }
  }

  /// Reads a page beside the writer, so that it finds it judged.
  public func prepare(page: Int, of id: ReleaseID, by judge: MemberJudge) {
    let name = PageName(release: id, page: page)
    pagesAhead.begin(name) { [self] in try await read(name, by: judge) }
  }

  private func read(_ name: PageName, by judge: MemberJudge) async throws -> ReadPage? {
    let epoch = cache.epoch
    let reader = PageReader(groups: groups, names: names, hashes: hashes, table: releaseTable)
    let page = try await file.read { database in
      try reader.page(name, judgedBy: judge, epoch: epoch, database)
    }
    guard let page else { return nil }
    try await stoppingOnFailure { try await makeKeys(for: page) }
    return page
  }

  /// Makes the keys under which the messages to the members of a page will be sealed.
  ///
  /// A key without a cell is not missed, and the writer need not wait until they are durable.
  private func makeKeys(for page: ReadPage) async throws {
    try await apart { store in
      _ = try store.keyPlane.keysMakingMissing(of: page.keyed, newAbove: .max)
      try store.keyPlane.makeKeys(of: page.keyless)
    }
  }

  public func mark(of identifier: Identifier) -> UInt64 {
    hashes.mark.hash(identifier.type.name, identifier.value).high
  }

  public func place(of token: MemberToken) async throws -> MemberPlace? {
    guard let (number, place) = hashes.tokens.placeOfMember(token) else { return nil }
    return try await file.read { [releaseTable] database in
      try releaseTable.find(number: number, database).map {
        MemberPlace(
          release: $0.release.id, page: place / Release.pageSize, index: place % Release.pageSize)
      }
    }
  }
}
