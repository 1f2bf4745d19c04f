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
  public func release(_ id: ReleaseID) -> Release? {
    index(of: id).map { keptReleases[$0].release }
  }
  public func status(of id: ReleaseID) -> ReleaseStatus? {
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
    page: Int, of id: ReleaseID, by judge: MemberJudge
  ) throws -> [MemberVerdict]? {
    guard let index = index(of: id), keptReleases[index].release.state == .frozen else {
      return nil
    }
    let members = keptReleases[index].members(ofPage: page)
    let tokens = members.indices.map { token(of: MemberPlace(release: id, page: page, index: $0)) }
    let verdicts = Tally<[MemberVerdict]>([])
    try settle(members.map { .customer($0.customer) }, forgetting: .distantPast) {
      place, standing in
      let verdict = judge.verdict(on: members[place], as: tokens[place], standing)
      verdicts.change { $0.append(verdict) }
      return verdict.change
    }
    keptReleases[index].pages[page] = PageResult(of: verdicts.value)
    return verdicts.value
  }

  public nonisolated func mark(of identifier: Identifier) -> UInt64 {
    var hash = Hasher()
    hash.combine(identifier)
    return UInt64(bitPattern: Int64(hash.finalize()))
  }

  private func token(of place: MemberPlace) -> MemberToken {
    if let token = tokens[place] { return token }
    let token = MemberToken.random()
    tokens[place] = token
    places[token] = place
    return token
  }

  public func place(of token: MemberToken) -> MemberPlace? { places[token] }
}
