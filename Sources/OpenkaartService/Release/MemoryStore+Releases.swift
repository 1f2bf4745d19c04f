public import OpenkaartCore

extension MemoryStore: ReleaseShelf {
  /// What is kept of a release.
  struct KeptRelease {
    var release: Release
    var members: [FrozenMember] = []
    var pages: [Int: PageResult] = [:]

    var status: ReleaseStatus { ReleaseStatus(release: release, pages: pages) }

    func members(ofPage page: Int) -> [FrozenMember] {
      Array(members.dropFirst(page * Release.pageSize).prefix(Release.pageSize))
    }
  }

  public func add(_ release: Release) { keptReleases.append(KeptRelease(release: release)) }
  public var releases: [ReleaseStatus] { keptReleases.map(\.status) }
  public func release(_ id: ReleaseID) -> ReleaseStatus? {
    index(of: id).map { keptReleases[$0].status }
  }

  private func index(of id: ReleaseID) -> Int? { keptReleases.firstIndex { $0.release.id == id } }

  public func keep(_ members: [FrozenMember], of id: ReleaseID) {
    guard let index = index(of: id), keptReleases[index].release.state == .draft else { return }
    keptReleases[index].members = members
  }

  public func change(_ release: Release, from states: Set<Release.State>) -> Bool {
    guard let index = index(of: release.id), states.contains(keptReleases[index].release.state)
    else {
      return false
    }
    keptReleases[index].release = release
    return true
  }

  public func members(ofPage page: Int, of id: ReleaseID) -> [FrozenMember] {
    index(of: id).map { keptReleases[$0].members(ofPage: page) } ?? []
  }

  public func handOff(
    page: Int, of id: ReleaseID,
    _ judge: @Sendable (Release, Int, FrozenMember, CapStanding) throws -> CapChange,
    result: @Sendable () -> PageResult?
  ) throws {
    guard let index = index(of: id) else { return }
    let (release, members) = (
      keptReleases[index].release, keptReleases[index].members(ofPage: page)
    )
    try settle(members.map { .customer($0.customer) }, forgetting: .distantPast) {
      place, standing in
      try judge(release, place, members[place], standing)
    }
    if let result = result() { keptReleases[index].pages[page] = result }
  }

  public nonisolated func mark(of identifier: Identifier) -> UInt64 {
    var hash = Hasher()
    hash.combine(identifier)
    return UInt64(bitPattern: Int64(hash.finalize()))
  }

  public func token(of place: MemberPlace) -> MemberToken {
    if let token = tokens[place] { return token }
    let token = MemberToken.random()
    tokens[place] = token
    places[token] = place
    return token
  }

  public func place(of token: MemberToken) -> MemberPlace? { places[token] }

  public func tokens(ofPage page: Int, of id: ReleaseID) -> [MemberToken] {
    (0..<Release.pageSize).map { token(of: MemberPlace(release: id, page: page, index: $0)) }
  }
}
