/// What was told about an address that links nobody, and reaches everybody who has it.
///
/// Somebody who unsubscribes `info@bakery.example` by that address alone is nobody in particular.
/// Their no still holds for the address, whoever of its readers is written to.
extension Fact {
  /// Whether everybody hears this fact who has the address that it is about: a no to messages, a
  /// message, and what came back on it.
  public var isHeardByOthers: Bool {
    switch content {
    case .withdrew, .refused, .objected, .contacted, .used: true
    case .responded(let response): response.kind.isRefusing
    default: false
    }
  }

  /// The fact as somebody else hears it who has `address`: about that address on its channels and
  /// nothing more; nothing when it is about another.
  func heard(at address: Identifier) -> [Fact] {
    content.heard(at: address).map {
      Fact(id: id, subject: [address], occurredAt: occurredAt, recordedAt: recordedAt, content: $0)
    }
  }
}

extension FactContent {
  fileprivate func heard(at address: Identifier) -> [FactContent] {
    guard address.type.isContactPoint else { return [] }
    /// The channels of the address that are meant by what names a contact point and a channel.
    func channels(_ point: ContactPoint?, _ channel: Channel?) -> [Channel] {
      guard point == nil || point == address.value else { return [] }
      return Channel.allCases.filter {
        $0.pointType == address.type && (channel == nil || channel == $0)
      }
    }
    switch self {
    case .withdrew(let no):
      return channels(no.contactPoint, no.channel).map {
        .withdrew(no.limited(to: address, on: $0))
      }
    case .refused(let no):
      return channels(no.contactPoint, no.channel).map { .refused(no.limited(to: address, on: $0)) }
    case .objected(let objection):
      return channels(objection.contactPoint, objection.channel)
        .map { .objected(objection.limited(to: address, on: $0)) }
    case .contacted(let contact), .used(let contact):
      return channels(contact.contactPoint, contact.channel).isEmpty ? [] : [self]
    case .responded(let response): return response.kind.isRefusing ? [self] : []
    default: return []
    }
  }
}

extension Refusal {
  fileprivate func limited(to address: Identifier, on channel: Channel) -> Refusal {
    Refusal(purpose: purpose, channel: channel, contactPoint: address.value)
  }
}

extension Objection {
  fileprivate func limited(to address: Identifier, on channel: Channel) -> Objection {
    Objection(
      scope: scope, purpose: purpose, channel: channel, topic: topic, contactPoint: address.value)
  }
}
