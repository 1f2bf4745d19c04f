public import OpenkaartCore

/// One use of a customer's data, or one that was refused, as the customer is told of it.
public struct OwnUse: Hashable, Sendable {
  public let kind: Kind
  public let at: Timestamp
  public let purpose: String?
  public let channel: Channel?
  /// The campaign or message.
  public let activity: String?
  /// Why it was allowed or refused, the hardest stop first.
  public let reasons: [ReasonCode]
  public let policyVersion: String?
  /// By what its record is found in the log.
  public let proof: Proof

  /// What a record is found by.
  public enum Proof: Hashable, Sendable {
    case fact(FactID)
    case entry(EntryNumber)
  }

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A message went out, or data was used.
    case used
    /// A use was asked for and allowed.
    case allowed
    case refused
    /// A use has to wait.
    case waited
    /// Somebody who works here looked at the card.
    case looked
  }
}

extension Desk {
  /// Every use and every refusal that is known of the person of a card, newest first: what became a
  /// fact, and what the log tells.
  public func ownUses(of card: CustomerCard) async throws -> [OwnUse] {
    // The looks at people who were parted since stand under one name: they are shown to the first.
    let logged =
      card.isFirst ? try await log.entries(of: card.customer, limit: Self.mostLogged) : []
    let uses = card.timeline.compactMap { OwnUse($0.fact) } + logged.compactMap { OwnUse($0) }
    return uses.sorted { $0.at > $1.at }
  }

  /// So many entries of the log are shown at most.
  private static let mostLogged = 2000
}

extension OwnUse {
  fileprivate init?(_ fact: Fact) {
    switch fact.content {
    case .contacted(let contact), .used(let contact):
      self.init(
        kind: .used, at: fact.placedAt, purpose: contact.purpose, channel: contact.channel,
        activity: contact.activity, reasons: [], policyVersion: nil, proof: .fact(fact.id))
    case .decided(let outcome):
      self.init(decided: outcome, fact)
    default: return nil
    }
  }

  /// What the log tells of, but for what is a fact as well, and for what the customer did.
  fileprivate init?(_ logged: LoggedUse) {
    let kind: Kind
    let entry = logged.entry
    switch entry.kind {
    case .card, .searched: kind = .looked
    case .exported, .released, .members: kind = .used
    default: return nil
    }
    self.init(
      kind: kind, at: entry.at, purpose: entry.purpose,
      channel: kind == .looked ? nil : entry.channel,
      activity: entry.activity, reasons: entry.reasons, policyVersion: entry.policyVersion,
      proof: .entry(logged.number))
  }

  /// A recorded decision: see ``Desk/decide(_:isRecorded:by:)``.
  private init?(decided outcome: String?, _ fact: Fact) {
    let kind: Kind
    switch outcome {
    case Decision.Outcome.allow.rawValue: kind = .allowed
    case Decision.Outcome.later.rawValue: kind = .waited
    default: kind = .refused
    }
    func text(_ key: String) -> String? {
      let value = fact.unknownFields.first { $0.key == key }?.value.content
      if case .string(let text)? = value { return text }
      return nil
    }
    var codes: [ReasonCode] = []
    if case .array(let nodes)? = fact.unknownFields.first(where: { $0.key == "reasons" })?.value
      .content
    {
      codes = nodes.compactMap { node in
        if case .string(let code) = node.content { ReasonCode(rawValue: code) } else { nil }
      }
    }
    self.init(
      kind: kind, at: fact.placedAt, purpose: text("purpose"),
      channel: text("channel").flatMap { Channel(rawValue: $0) }, activity: text("activity"),
      reasons: codes, policyVersion: text("policyVersion"), proof: .fact(fact.id))
  }
}
