internal import OpenkaartCore

/// The members of a release while everybody is asked about: found one by one, and named many at once.
final class FreezingList: Sendable {
  private let question: AudienceQuestion
  private let shelf: any ReleaseShelf
  private let store: any FactStore
  private let state = Tally(State())

  init(_ question: AudienceQuestion, on shelf: any ReleaseShelf, _ store: any FactStore) {
    self.question = question
    self.shelf = shelf
    self.store = store
  }

  private struct State: Sendable {
    var members: [FrozenMember] = []
    var usage: [UsageMember] = []
    var unnamed: [Unnamed] = []
  }

  /// A member whose opaque name has still to be asked for.
  private struct Unnamed: Sendable {
    let identifiers: [Identifier]
    let mark: UInt64
    /// What the member may be shown of the decision.
    let record: [UInt8]
  }

  /// So many names are asked for at once.
  private static let atOnce = 1_000

  /// Everybody who was named, and what is written down of each.
  var frozen: (members: [FrozenMember], usage: [UsageMember]) {
    let state = state.value
    return (state.members, state.usage)
  }

  /// Adds somebody who may be reached; without a contact point for the channel they are left out.
  ///
  /// - Throws: What keeps names from being read.
  func add(_ member: AudienceCount.Member) async throws {
    let identifiers = member.person.identifiers(at: question.at)
    let type = question.channel.pointType
    let marked =
      type == nil ? identifiers.first : member.answer.use.subject.first { $0.type == type }
    guard let marked else { return }
    let record = member.answer.decision.reasons.map(\.code.rawValue).joined(separator: " ")
    let unnamed = Unnamed(
      identifiers: identifiers, mark: shelf.mark(of: marked), record: Array(record.utf8))
    let count = state.change { state in
      state.unnamed.append(unnamed)
      return state.unnamed.count
    }
    if count >= Self.atOnce { try await nameAll() }
  }

  /// Asks for the names of those who were added since; whom the store no longer knows is left out.
  ///
  /// - Throws: What keeps names from being read.
  func nameAll() async throws {
    let waiting = state.change { state in
      defer { state.unnamed = [] }
      return state.unnamed
    }
    let customers = try await store.customers(of: waiting.map(\.identifiers))
    state.change { state in
      for (customer, member) in zip(customers, waiting) {
        guard let customer else { continue }
        state.members.append(FrozenMember(customer: customer, mark: member.mark))
        state.usage.append(UsageMember(customer, record: member.record))
      }
    }
  }
}
