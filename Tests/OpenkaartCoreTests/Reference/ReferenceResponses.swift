import OpenkaartCore

/// What came back, and on what.
struct ReferenceResponse {
  let entry: ReferenceEntry
  let kind: Response.Kind
  /// The sends it answers; none when no send is known.
  let sends: [ReferenceSend]

  // "A bounce concerns the point of the send it answers, on every channel of that point's type." "What
  // came back on an unknown point concerns every point of that type." "A response that answers no known
  // send concerns … every point its subject names, or else every point."
  func concerns(_ point: ReferencePoint) -> Bool {
    if point == .nowhere { return false }
    guard sends.isEmpty else {
      return sends.contains { send in
        switch point {
        case .address: return send.contact.channel == .post
        case .nowhere: return false
        case .identifier(let identifier):
          guard ReferencePoint.identifierType(of: send.contact.channel) == identifier.type else {
            return false
          }
          return send.point == nil || send.point == point
        }
      }
    }
    guard let named = subjectPoints else { return true }
    if case .identifier(let identifier) = point { return named.contains(identifier) }
    return false
  }

  /// The points its subject names; `nil` is none.
  var subjectPoints: [Identifier]? {
    let named = entry.fact.subject.filter { ReferencePoint.identifierTypes.contains($0.type) }
    return named.isEmpty ? nil : named
  }
}

/// A message that was sent.
struct ReferenceSend {
  let entry: ReferenceEntry
  let contact: Contact

  // "A `contacted` that names none: the one its subject names, else unknown."
  var point: ReferencePoint? {
    if contact.channel == .post { return .address }
    guard let type = ReferencePoint.identifierType(of: contact.channel) else { return .nowhere }
    if let named = contact.contactPoint { return Identifier(type, named).map { .identifier($0) } }
    return entry.fact.subject.first { $0.type == type }.map { .identifier($0) }
  }
}

extension ReferenceCase {
  func findResponses() -> [ReferenceResponse] {
    entries.compactMap { entry in
      guard case .responded(let response) = entry.content else { return nil }
      return ReferenceResponse(entry: entry, kind: response.kind, sends: answered(by: entry))
    }
  }

  // "A response answers the `contacted` facts whose id it names and whose source is its own; if there is
  // none, those of any source."
  private func answered(by entry: ReferenceEntry) -> [ReferenceSend] {
    guard case .responded(let response) = entry.content else { return [] }
    let sends = person.known.compactMap { other -> ReferenceSend? in
      guard case .contacted(let contact) = other.content, other.fact.id.id == response.contact
      else { return nil }
      return ReferenceSend(entry: other, contact: contact)
    }
    let own = sends.filter { $0.entry.fact.id.source == entry.fact.id.source }
    return own.isEmpty ? sends : own
  }
}
