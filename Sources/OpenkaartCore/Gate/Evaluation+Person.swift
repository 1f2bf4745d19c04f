extension Evaluation {
  /// The value of a feature; `nil` when it is unknown.
  func value(of feature: Feature) -> Bool? {
    switch feature {
    case .isUnknown: return isUnknown
    case .isErased: return !standingErasures().isEmpty
    case .erasureKeptData: return standingErasures().allSatisfy { $0.value.keepsData }
    case .isDeceased: return deathEvidence() != nil
    case .isCompany: return isCompany
    case .isCustomer: return sides.contains { $0.history.purchases.count(at: at) > 0 }
    case .restrictionStands: return standingRestrictions().isEmpty == false
    case .consentedSinceRestriction:
      guard let consent = consentStanding.holding else { return nil }
      return standingRestrictions().allSatisfy { $0.at < consent.at }
    case .erasureIsRequested: return openRequests().contains { $0.isErasure }
    case .requestIsOpen: return !openRequests().isEmpty
    case .objectionStands(let scope): return standingObjection(scope) != nil
    case .privacyControlStands: return standingPrivacyControl() != nil
    case .consentHolds: return consentStanding.holding != nil
    case .refusalStands(let isWithdrawal):
      return consentStanding.standingNo?.isWithdrawal == isWithdrawal
    case .consentIsMissing: return consentStanding.isMissing
    case .consentFails(let flaw): return consentStanding.flaws.contains(flaw)
    case .consentIsInConflict: return consentStanding.isConflict
    case .agreementStands: return agreement() != nil
    case .optOutIsUsed: return usedOptOut() != nil
    case .saleCarries: return sale?.flaws == 0
    case .saleFails(let flaw): return saleFails(flaw)
    case .isOnPostfilter: return listing(in: .postfilter) != nil
    default: return valueOfHouse(feature)
    }
  }

  private var isUnknown: Bool {
    !sides.contains { $0.history.earliestOfAll.map { $0 <= at } ?? false }
  }

  /// A company only when a side says so and no side says otherwise.
  private var isCompany: Bool? {
    guard presence.contains(.personTypes) else { return nil }
    let said = sides.map { $0.history.attributes.latestValues("personType", at: at) }
      .filter { $0.contains { $0 != nil } }
    guard !said.isEmpty else { return nil }
    return said.joined().allSatisfy { $0 == PersonType.company.rawValue }
  }

  /// The erasures of the whole person that still speak: for a contact point that came later, or
  /// for a person who came back, they do not.
  func standingErasures() -> [Dated<Erasure>] {
    guard presence.contains(.erasures) else { return [] }
    return sides.flatMap { side in
      side.history.erasures.entries(at: at).filter { $0.value.isWhole }
    }.filter { !cameBack(after: $0.at) }
  }

  private func cameBack(after moment: Timestamp) -> Bool {
    if use.channel == .post {
      let known = sides.flatMap { $0.history.attributes.entries(at: at) }
        .filter { $0.value.name == "postalCode" || $0.value.name == "houseNumber" }
      return !point.isMissing && known.allSatisfy { $0.at > moment }
    }
    guard point.type != nil else {
      return sides.contains {
        $0.history.described.entries(at: at).contains { $0.at > moment }
      }
    }
    let firsts = sides.enumerated().compactMap { place, side -> Timestamp? in
      guard let index = point.index(place: place) else { return nil }
      let first = side.history.points[index].firstNamed
      return first <= at ? first : nil
    }
    return firsts.min().map { $0 > moment } ?? false
  }

  /// The fact that says the person has died.
  func deathEvidence() -> FactID? {
    for side in sides {
      if let death = side.history.deaths.last(at: at) { return side.history.facts[Int(death.fact)] }
    }
    return listing(in: .overledenen)
  }

  /// A listing in a register that is valid today, for the controller's sector where sectors count.
  func listing(in register: Listing.Register) -> FactID? {
    guard presence.contains(.listings) else { return nil }
    for side in sides {
      let listed = side.history.listings.entries(at: at).last { entry in
        let listing = entry.value
        guard listing.register == register,
          listing.validFrom.map({ $0 <= today }) ?? true,
          listing.validUntil.map({ today <= $0 }) ?? true
        else { return false }
        if register == .overledenen || listing.sectors.isEmpty { return true }
        return gate.policy.controller.sector.map { listing.sectors.contains($0) } ?? true
      }
      if let listed { return side.history.facts[Int(listed.fact)] }
    }
    return nil
  }

  // MARK: Rights

  func standingRestrictions() -> [(at: Timestamp, fact: FactID)] {
    guard presence.contains(.restrictions) else { return [] }
    return sides.flatMap { side in
      let counting = side.history.restrictions.entries(at: at)
      return counting.filter { restriction in
        restriction.value.kind
          && !counting.contains {
            !$0.value.kind && $0.at > restriction.at
              && ($0.value.key == nil || $0.value.key == restriction.value.key)
          }
      }.map { ($0.at, side.history.facts[Int($0.fact)]) }
    }
  }

  func openRequests() -> [(isErasure: Bool, fact: FactID)] {
    guard presence.contains(.requests) else { return [] }
    return sides.flatMap { side in
      let counting = side.history.requests.entries(at: at)
      return counting.filter { request in
        request.value.kind != nil
          && !counting.contains {
            $0.value.kind == nil && $0.value.key == request.value.key && $0.at > request.at
          }
      }.map { ($0.value.kind == .erasure, side.history.facts[Int($0.fact)]) }
    }
  }

  // MARK: Objections and signals

  /// Whether an objection is about this use.
  private func covers(_ objection: Objection) -> Bool {
    guard objection.purpose.map({ $0 == use.purpose }) ?? true,
      objection.channel.map({ $0 == use.channel }) ?? true,
      namesPoint(objection.contactPoint)
    else { return false }
    switch objection.scope {
    case .directMarketing, .channel: return plan.isMarketing
    case .purpose: return true
    case .topic:
      guard let topic = use.activity?.topic else { return false }
      return objection.topic.map { $0 == topic } ?? true
    }
  }

  /// The objection of a scope that covers the use and that nothing lifts.
  func standingObjection(_ scope: Objection.Scope) -> FactID? {
    guard presence.contains(.objections) else { return nil }
    let holding = consentStanding.holding
    for (place, side) in sides.enumerated() {
      for entry in side.history.objections.entries(at: at).reversed()
      where entry.value.scope == scope && covers(entry.value) {
        let no = ConsentStanding.Answer(at: entry.at, place: place, fact: entry.fact)
        let isLifted =
          scope == .topic ? topicWasChosen(since: no) : holding.map { beats($0, no) } ?? false
        if !isLifted { return fact(of: no) }
      }
    }
    return nil
  }

  /// Whether the person chose the topic of the activity again after objecting to it.
  private func topicWasChosen(since no: ConsentStanding.Answer) -> Bool {
    guard let topic = use.activity?.topic else { return false }
    return sides.enumerated().contains { place, side in
      side.history.preferences.entries(at: at).contains { entry in
        entry.value.wants(topic) == true
          && beats(.init(at: entry.at, place: place, fact: no.fact), no)
      }
    }
  }

  /// Any no or objection that covers the use, lifted or not: the way out was taken.
  func usedOptOut() -> FactID? {
    if let no = consentStanding.anyNo { return fact(of: no) }
    guard presence.contains(.objections) else { return nil }
    for side in sides {
      let used = side.history.objections.entries(at: at).last {
        $0.value.scope != .topic && covers($0.value)
      }
      if let used { return side.history.facts[Int(used.fact)] }
    }
    return nil
  }

  /// The latest Global Privacy Control signal that no consent lifts.
  func standingPrivacyControl() -> FactID? {
    for (place, side) in sides.enumerated() {
      let signal = side.history.signals.entries(at: at).last {
        $0.value.signal == "gpc" && $0.value.value == "1"
      }
      guard let signal else { continue }
      let no = ConsentStanding.Answer(at: signal.at, place: place, fact: signal.fact)
      if consentStanding.holding.map({ !beats($0, no) }) ?? true { return fact(of: no) }
    }
    return nil
  }
}
