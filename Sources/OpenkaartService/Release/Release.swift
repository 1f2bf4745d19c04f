public import OpenkaartCore

/// A campaign from draft to hand-off: one question about everybody, and what became of it.
public struct Release: Hashable, Sendable {
  public let id: ReleaseID
  /// What is sent to whom; its moment is that of the draft and decides nothing.
  public let question: AudienceQuestion
  public let createdBy: String
  public var state: State
  /// When the members were frozen, under which policy, and how many they are.
  public var frozenAt: Timestamp?
  public var policyVersion: String?
  public var members: Int

  public init(
    id: ReleaseID, question: AudienceQuestion, createdBy: String, state: State = .draft,
    frozenAt: Timestamp? = nil, policyVersion: String? = nil, members: Int = 0
  ) {
    self.id = id
    self.question = question
    self.createdBy = createdBy
    self.state = state
    self.frozenAt = frozenAt
    self.policyVersion = policyVersion
    self.members = members
  }

  /// How far a release is.
  public enum State: String, Hashable, Sendable, CaseIterable {
    case draft, frozen, cancelled
  }

  /// So many members are handed off as one step.
  public static let pageSize = 500

  public var pages: Int { (members + Self.pageSize - 1) / Self.pageSize }
}

/// The opaque name of a release.
public typealias ReleaseID = OpaqueID<Release>

/// Somebody in a frozen list: by names that say nothing of them.
public struct FrozenMember: Hashable, Sendable {
  public let customer: CustomerID
  /// The keyed mark of the contact point it was decided for; without one, of an identifier.
  public let mark: UInt64

  public init(customer: CustomerID, mark: UInt64) {
    self.customer = customer
    self.mark = mark
  }
}

/// The opaque name of a member in a release: it stands in lists that were handed out.
public typealias MemberToken = OpaqueID<FrozenMember>

/// Where a member stands.
public struct MemberPlace: Hashable, Sendable {
  public let release: ReleaseID
  public let page: Int
  public let index: Int

  public init(release: ReleaseID, page: Int, index: Int) {
    self.release = release
    self.page = page
    self.index = index
  }
}

/// What became of a page when it was handed off last.
public struct PageResult: Hashable, Sendable {
  public var handed: Int
  /// Who was not handed off, by first reason.
  public var dropped: [String: Int]

  public init(handed: Int = 0, dropped: [String: Int] = [:]) {
    self.handed = handed
    self.dropped = dropped
  }
}

/// A release with what became of its pages so far.
public struct ReleaseStatus: Hashable, Sendable {
  public let release: Release
  public let pagesHanded: Int
  /// The first page that was not handed off; the number of pages when all were.
  public let nextPage: Int
  public let result: PageResult

  public init(release: Release, pages: [Int: PageResult]) {
    self.release = release
    pagesHanded = pages.count
    nextPage = (0..<release.pages).first { pages[$0] == nil } ?? release.pages
    var sum = PageResult()
    for page in pages.values {
      sum.handed += page.handed
      sum.dropped.merge(page.dropped, uniquingKeysWith: +)
    }
    result = sum
  }
}
