public import OpenkaartCore

/// The counter for releases: the list is frozen with its decisions, and every member is asked about
/// again when handed off.
public struct ReleaseDesk: Sendable {
  /// Every port that a release needs.
  public typealias Shelf = ReleaseShelf & CapShelf

  public let desk: Desk
  private let shelf: any Shelf

  public init(_ desk: Desk, on shelf: any Shelf) {
    self.desk = desk
    self.shelf = shelf
  }

  /// Why a release cannot do what was asked.
  public enum Failure: Error, Hashable, Sendable {
    case unknown
    /// It is not where it has to be for this.
    case state(Release.State)
    /// It has fewer pages.
    case page(of: Int)
    /// A message needs a channel, and a name for what is sent.
    case incomplete(String)
  }

  /// Writes down what is to be sent to whom; nobody is asked about yet.
  public func draft(_ question: AudienceQuestion, by: String? = nil) async throws -> Release {
    try desk.check(question, await desk.policies.gate(at: desk.now))
    guard question.channel != .none else { throw Failure.incomplete("channel") }
    guard question.activity?.id?.isEmpty == false else { throw Failure.incomplete("activity.id") }
    let release = Release(id: .random(), question: question, createdBy: by ?? desk.door)
    try await shelf.add(release)
    return release
  }

  public func status(of id: ReleaseID) async throws -> ReleaseStatus {
    guard let status = try await shelf.status(of: id) else { throw Failure.unknown }
    return status
  }

  public var all: [ReleaseStatus] { get async throws { try await shelf.releases } }

  /// Asks about everybody, and keeps who may be reached, each decision written down in one entry.
  ///
  /// - Parameters:
  ///   - id: The draft.
  ///   - by: Who asks.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: The release, frozen.
  /// - Throws: ``Failure``, ``DeskError``, ``StoreError``; then it is a draft still.
  public func freeze(
    _ id: ReleaseID, by: String? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> ReleaseStatus {
    var release = try await status(of: id).release
    guard release.state == .draft else { throw Failure.state(release.state) }
    var question = release.question
    question.at = desk.now
    let list = FreezingList(question, on: shelf, desk.store)
    let asked = try await desk.members(
      question, with: [.allow], by: by, namesMembers: false, makesColumns: false,
      progress: progress
    ) { try await list.add($0) }
    try await list.nameAll()
    let (members, usage) = list.frozen
    try await shelf.keep(members, of: id)
    let version = asked.gate.policy.version
    _ = try await desk.log.append(
      UsageEntry(
        .released, at: question.at, by: by ?? desk.door, purpose: question.purpose,
        channel: question.channel, activity: question.activity?.id, outcome: .allow,
        people: members.count, policyVersion: version), about: usage)
    release.state = .frozen
    release.frozenAt = question.at
    release.policyVersion = version
    release.members = members.count
    guard try await shelf.change(release, from: [.draft]) else {
      throw Failure.state(try await status(of: id).release.state)
    }
    return try await status(of: id)
  }

  /// Ends a release; when this returns, nobody more is handed off.
  public func cancel(_ id: ReleaseID) async throws -> ReleaseStatus {
    var release = try await status(of: id).release
    release.state = .cancelled
    _ = try await shelf.change(release, from: [.draft, .frozen])
    return try await status(of: id)
  }
}

// MARK: - Handing off

extension ReleaseDesk {
  /// A page as handed off.
  public struct HandedPage: Sendable {
    public let release: Release
    public let page: Int
    public let members: [HandedMember]
    public let result: PageResult
    /// The page after it; `nil` after the last.
    public let next: Int?
  }

  /// Asks again about every member of a page, and hands off those who may still be reached.
  ///
  /// Each hand-off is a fact of the person by the time this returns, so caps count it. A page may be
  /// handed off again, by whoever did not get it whole: then everybody is asked about again, the
  /// tokens are the same, and nobody counts twice.
  public func handOff(_ id: ReleaseID, page: Int) async throws -> HandedPage {
    guard let release = try await shelf.release(id) else { throw Failure.unknown }
    guard release.state == .frozen else { throw Failure.state(release.state) }
    guard (0..<release.pages).contains(page) else { throw Failure.page(of: release.pages) }
    let judge = try await judge(of: release)
    // Whoever asks for a page mostly asks for those after it.
    for next in page..<min(page + 1 + Self.pagesAhead, release.pages) {
      await shelf.prepare(page: next, of: id, by: judge)
    }
    let verdicts = try await shelf.handOff(page: page, of: id, by: judge)
    guard let verdicts else { throw Failure.state(try await status(of: id).release.state) }
    let members = verdicts.compactMap { verdict in
      if case .handedOff(let member, _) = verdict.outcome { member } else { nil }
    }
    return HandedPage(
      release: release, page: page, members: members, result: PageResult(of: verdicts),
      next: page + 1 < release.pages ? page + 1 : nil)
  }

  private func judge(of release: Release) async throws -> MemberJudge {
    MemberJudge(
      release: release, gate: try await desk.policies.gate(at: desk.now),
      permitKey: shelf.permitKey, clock: { [desk] in desk.now },
      mark: { [shelf] in shelf.mark(of: $0) })
  }

  /// So many pages are made ready while one is handed off.
  private static let pagesAhead = 2

  /// What is to be said of a member now.
  public enum Standing: Sendable {
    case unknown
    /// The message may still go out.
    case allowed
    /// It may not: why, and since when that is known.
    case dropped(Decision, since: Timestamp?)
    /// The same message went to the same contact point otherwise.
    case sameSend
    /// They are no longer in the segment that the release is for.
    case leftSegment
  }

  /// The most tokens that are looked into at once.
  public static let mostTokens = 10_000

  /// Says of members of lists that were handed out who may no longer be reached, and why.
  public func check(_ tokens: [MemberToken], of id: ReleaseID) async throws -> [Standing] {
    guard let release = try await shelf.release(id) else { throw Failure.unknown }
    let gate = try await desk.policies.gate(at: desk.now)
    var pages: [Int: [FrozenMember]] = [:]
    var standings: [Standing] = []
    standings.reserveCapacity(tokens.count)
    for token in tokens {
      guard let place = try await shelf.place(of: token), place.release == id else {
        standings.append(.unknown)
        continue
      }
      if pages[place.page] == nil {
        pages[place.page] = try await shelf.members(ofPage: place.page, of: id)
      }
      guard let members = pages[place.page], place.index < members.count else {
        standings.append(.unknown)
        continue
      }
      let member = members[place.index]
      let group = try await desk.store.facts(of: member.customer)
      let answer = MemberAnswer(
        about: member, as: token, CapStanding(facts: group), release.question, by: gate,
        at: desk.now, mark: shelf.mark)
      standings.append(Self.standing(answer, group))
    }
    return standings
  }

  private static func standing(_ answer: MemberAnswer, _ group: FactGroup) -> Standing {
    if answer.isSameSend { return .sameSend }
    if answer.hasLeft { return .leftSegment }
    guard answer.decision.outcome != .allow else { return .allowed }
    let evidence = Set(answer.decision.reasons.filter { $0.effect != .allow }.flatMap(\.evidence))
    let since = (group.facts + group.heard).filter { evidence.contains($0.id) }
      .map(\.recordedAt).max()
    return .dropped(answer.decision, since: since)
  }
}
