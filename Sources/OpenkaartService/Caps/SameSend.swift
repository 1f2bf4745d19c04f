import OpenkaartCore

extension CapStanding {
  /// How long the same message to the same contact point is the same send: see the rule
  /// `cap.frequency`.
  private static let sameSend: Int64 = 7 * 86_400_000

  /// Whether this message was handed off to this contact point before, or is about to be.
  ///
  /// To a cap that would be one send, so a cap alone does not stop it from going out twice. One that
  /// bounced may be tried again.
  func holdsSameSend(as use: Use, to point: ContactPoint?, at moment: Timestamp) -> Bool {
    guard let activity = use.activity?.id else { return false }
    let isPointed = use.channel.pointType != nil
    let isPromised = held.contains { other in
      other.isHeld(at: moment) && other.use.activity?.id == activity
        && other.use.channel == use.channel && (!isPointed || other.contactPoint == point)
    }
    guard !isPromised else { return true }
    let start = moment.advanced(by: -Self.sameSend)
    let sent = facts.facts.filter { fact in
      guard case .contacted(let contact) = fact.content, fact.id.source == FactID.ownSource
      else { return false }
      return contact.activity == activity && contact.channel == use.channel
        && fact.occurredAt > start && (!isPointed || contact.contactPoint == point)
    }
    return sent.contains { send in
      !facts.facts.contains { fact in
        guard case .responded(let response) = fact.content else { return false }
        return response.kind.isBounce && response.contact == send.id.id
      }
    }
  }
}
