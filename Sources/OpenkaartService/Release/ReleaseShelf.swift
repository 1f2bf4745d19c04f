public import OpenkaartCore

/// Where releases and their frozen lists are kept; nothing of a person stands in them in clear.
///
/// Every store passes one contract suite, `ReleaseContractTests`.
public protocol ReleaseShelf: Sendable {
  /// Keeps a new release.
  func add(_ release: Release) async throws
  /// Every release, oldest first.
  var releases: [ReleaseStatus] { get async throws }
  func release(_ id: ReleaseID) async throws -> Release?
  /// A release with what became of its pages.
  func status(of id: ReleaseID) async throws -> ReleaseStatus?

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
  ///   - judge: By which the members are judged. A verdict that it upholds may have been found before,
  ///     when the page was prepared, on all that stands of the member now.
  /// - Returns: The verdict on each member; `nil`, and nothing is kept, when the release is not frozen.
  /// - Throws: ``StoreError``; then nothing was kept.
  func handOff(
    page: Int, of id: ReleaseID, by judge: MemberJudge
  ) async throws -> [MemberVerdict]?

  /// Begins to make a page ready to be handed off, and does not wait for it.
  func prepare(page: Int, of id: ReleaseID, by judge: MemberJudge) async

  /// A mark of an identifier that only this store can make.
  func mark(of identifier: Identifier) -> UInt64
  /// Where a member stands; `nil` for a name that was never given.
  func place(of token: MemberToken) async throws -> MemberPlace?
}

extension ReleaseShelf {
  public func prepare(page: Int, of id: ReleaseID, by judge: MemberJudge) async {}
}
