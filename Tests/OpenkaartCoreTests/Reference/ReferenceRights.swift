import OpenkaartCore

/// The subject, rights, objections and signals.
extension ReferenceCase {
  /// The three bases that remain under restriction and an open erasure request.
  private var lastingBases: [LegalBasis] { [.legalObligation, .vitalInterest, .publicInterest] }

  // "A restriction stands per ground until a strictly later `restrictionLifted` of the same ground, or
  // without ground."
  private var standingRestrictions: [ReferenceEntry] {
    entries.filter { entry in
      guard case .restricted(let ground) = entry.content else { return false }
      return !entries.contains { later in
        guard case .restrictionLifted(let lifted) = later.content else { return false }
        return later.side == entry.side && later.place > entry.place
          && (lifted == nil || lifted == ground)
      }
    }
  }

  // "It lets pass: a use that legalObligation, vitalInterest or publicInterest carries; a use on a
  // holding consent placed strictly after every standing restriction."
  var isRestricted: Bool {
    let restrictions = standingRestrictions
    guard !restrictions.isEmpty else { return false }
    if isCarried(by: lastingBases) { return false }
    guard isCarried(by: [.consent]) else { return true }
    return !holdingConsents.contains { consent in
      restrictions.allSatisfy { consent.place > $0.place }
    }
  }

  // "A request is open until a strictly later `requestClosed` of the same case."
  private func openRequests() -> [Right] {
    entries.compactMap { entry in
      guard case .requested(let name, let right) = entry.content else { return nil }
      let isClosed = entries.contains { later in
        guard case .requestClosed(let closed) = later.content else { return false }
        return later.side == entry.side && later.place > entry.place && closed == name
      }
      return isClosed ? nil : right
    }
  }

  // "An open erasure request lets only those three bases pass."
  var isErasurePending: Bool {
    openRequests().contains(.erasure) && !isCarried(by: lastingBases)
  }

  // "`right.openRequest` stops marketing only."
  var hasOpenRequest: Bool { policy.rules.openRightsRequest && !openRequests().isEmpty }
}

extension ReferenceCase {
  // "`subject.deceased`: `deceased`, or a valid `overledenen` listing; passes legalObligation on channel
  // none."
  var isDeceased: Bool {
    let isDead = entries.contains { entry in
      switch entry.content {
      case .deceased: true
      case .listed(let listing): listing.register == .overledenen && isValid(listing)
      default: false
      }
    }
    return isDead && !isLegalRecord
  }

  private var isLegalRecord: Bool {
    use.channel == .none && isCarried(by: [.legalObligation])
  }

  // "A listing is valid from the start of `validFrom` to the end of `validUntil` … absent means
  // unbounded."
  func isValid(_ listing: Listing) -> Bool {
    if let from = listing.validFrom, !hasBegun(from) { return false }
    if let until = listing.validUntil, isOver(until) { return false }
    return true
  }

  // "`subject.erased`: an `erased` of scope everything", and none of its ways to pass.
  var isErased: Bool {
    entries.contains { entry in
      guard case .erased(.everything, let kept) = entry.content else { return false }
      return !passesErasure(at: entry.place, kept: kept)
    }
  }

  // "It passes legalObligation on channel none when `kept` is not empty; a use with a contact point
  // that was first given or known strictly after the erasure; a use on app, web or none when a
  // `described` is placed strictly after it."
  private func passesErasure(at erasure: Timestamp, kept: [String]) -> Bool {
    if isLegalRecord && !kept.isEmpty { return true }
    switch point {
    case nil: return false
    case .nowhere:
      return entries.contains { entry in
        guard case .described = entry.content else { return false }
        return entry.place > erasure
      }
    case .address, .identifier:
      guard let first = firstKnown else { return false }
      return first > erasure
    }
  }

  /// When the point of the use was first given or made known; an address from its first part on.
  private var firstKnown: Timestamp? {
    entries.filter { entry in
      switch point {
      case .identifier(let identifier):
        return !entry.isHeard && Self.offer(of: entry.content) != .nothing
          && ReferenceWorld.identifiersNamed(by: entry.fact).contains(identifier)
      case .address:
        guard case .described(let description) = entry.content else { return false }
        return description.attributes.contains {
          ["postalCode", "houseNumber"].contains($0.name) && $0.value != nil
        }
      case .nowhere, nil: return false
      }
    }.map(\.place).min()
  }
}

extension ReferenceCase {
  func isObjected(_ scope: Objection.Scope) -> Bool {
    entries.contains { entry in
      guard case .objected(let objection) = entry.content, objection.scope == scope else {
        return false
      }
      return covers(objection) && concerns(objection) && !isLifted(objection, entry)
    }
  }

  // "An objection covers a use when each of purpose, channel and contact point that it names is the
  // use's."
  func covers(_ objection: Objection) -> Bool {
    if let purpose = objection.purpose, purpose != use.purpose { return false }
    if let channel = objection.channel, channel != use.channel { return false }
    return isUsePoint(objection.contactPoint.map { [$0] })
  }

  // "Scope `directMarketing` and `channel` concern marketing uses; `topic` those whose activity has that
  // topic; `purpose` concerns every use, but one that `contract`, `legalObligation` or `vitalInterest`
  // carries."
  private func concerns(_ objection: Objection) -> Bool {
    switch objection.scope {
    case .directMarketing, .channel: return isMarketing
    case .topic:
      guard isMarketing, let topic = use.activity?.topic else { return false }
      return objection.topic == nil || objection.topic == topic
    case .purpose: return !isCarried(by: [.contract, .legalObligation, .vitalInterest])
    }
  }

  // "A holding consent that beats it lifts an objection, but for `topic`, which only a later (strictly)
  // `preferred` with `true` lifts."
  private func isLifted(_ objection: Objection, _ entry: ReferenceEntry) -> Bool {
    guard objection.scope == .topic else {
      return holdingConsents.contains { beats($0, entry.place, side: entry.side) }
    }
    return entries.contains { later in
      guard let topic = use.activity?.topic, case .preferred(let preference) = later.content,
        preference.topics[topic] == true
      else { return false }
      return beats(later, entry.place, side: entry.side)
    }
  }

  // "`signal.gpc` denies a marketing use that has a recipient, or whose purpose has recipients";
  // "the latest `signalled` `gpc` of value `1`; lifted by a holding consent that beats it".
  var isSignalled: Bool {
    guard isMarketing, use.recipient != nil || purpose?.recipients.isEmpty == false else {
      return false
    }
    return entries.contains { entry in
      guard case .signalled("gpc", "1") = entry.content else { return false }
      return !holdingConsents.contains { beats($0, entry.place, side: entry.side) }
    }
  }
}
