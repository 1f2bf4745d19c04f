public import OpenkaartCore

/// Where releases and their frozen lists are kept; nothing of a person stands in them in clear.
///
/// Every store passes one contract suite, `ReleaseContractTests`.
public protocol ReleaseShelf: Sendable {
  /// Keeps a new release.
  func add(_ release: Release) async throws
  /// Every release, oldest first.
  var releases: [ReleaseStatus] { get async throws }
  func release(_ id: ReleaseID) async throws -> ReleaseStatus?

  /// Keeps the members of a draft, in pages of ``Release/pageSize``, in place of any it had.
  func keep(_ members: [FrozenMember], of id: ReleaseID) async throws
  /// Changes how far a release is, if it still is where `states` say.
  ///
  /// - Returns: Whether it was.
  func change(_ release: Release, from states: Set<Release.State>) async throws -> Bool
  /// The members of a page; empty when there is no such page.
  func members(ofPage page: Int, of id: ReleaseID) async throws -> [FrozenMember]

  /// Judges the members of a page one after another while nothing else is written, and keeps what came
  /// of it, as ``CapShelf/settle(_:forgetting:_:)`` does.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - id: The release.
  ///   - judge: Given the release as it stands, the place in the page, the member, and what stands
  ///     of them.
  ///   - result: Asked at the end; what it says is kept with the page. `nil` keeps what was.
  /// - Throws: ``StoreError`` or what `judge` throws; then nothing was kept.
  func handOff(
    page: Int, of id: ReleaseID,
    _ judge: @escaping @Sendable (Release, Int, FrozenMember, CapStanding) throws -> CapChange,
    result: @escaping @Sendable () -> PageResult?
  ) async throws

  /// Makes what is known of a page's members quick to reach.
  func prepare(page: Int, of id: ReleaseID) async throws

  /// A mark of an identifier that only this store can make.
  func mark(of identifier: Identifier) -> UInt64
  /// The name of a member; the same whenever it is asked for.
  func token(of place: MemberPlace) async throws -> MemberToken
  /// Where a member stands; `nil` for a name that was never given.
  func place(of token: MemberToken) async throws -> MemberPlace?
  /// The names of the members of a page, for as many as it can have.
  func tokens(ofPage page: Int, of id: ReleaseID) async throws -> [MemberToken]
}

extension ReleaseShelf {
  public func prepare(page: Int, of id: ReleaseID) async throws {}
}
