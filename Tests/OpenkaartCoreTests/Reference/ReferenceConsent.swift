import OpenkaartCore

/// A no of the person to a use.
struct ReferenceNo {
  let entry: ReferenceEntry
  let isRefusal: Bool
  /// What is `nil` means all.
  let purpose: String?
  let channel: Channel?
  let points: Set<String>?
  /// Whether a no without purpose is about marketing only.
  let isMarketingOnly: Bool

  /// Whether it covers a purpose and channel, contact points apart.
  func covers(purpose other: String, isMarketing: Bool, channel otherChannel: Channel) -> Bool {
    if let purpose, purpose != other { return false }
    if purpose == nil && isMarketingOnly && !isMarketing { return false }
    return channel == nil || channel == otherChannel
  }
}

/// Consent.
extension ReferenceCase {
  // "A *no* to a consent is a `withdrew` (without purpose: any marketing use), a `refused` (without
  // purpose: any use), an unsubscribe (without purpose: any marketing use), or, for a marketing use, an
  // unlimited objection to direct marketing."
  func allNos() -> [ReferenceNo] {
    entries.flatMap { entry -> [ReferenceNo] in
      switch entry.content {
      case .withdrew(let no): return [self.no(no, entry, isRefusal: false)]
      case .refused(let no): return [self.no(no, entry, isRefusal: true)]
      case .objected(let objection) where isUnlimited(objection):
        return [unlimitedNo(entry)]
      case .responded(let response) where response.kind == .unsubscribed:
        return unsubscribes(entry)
      default: return []
      }
    }
  }

  private func no(_ refusal: Refusal, _ entry: ReferenceEntry, isRefusal: Bool) -> ReferenceNo {
    ReferenceNo(
      entry: entry, isRefusal: isRefusal, purpose: refusal.purpose, channel: refusal.channel,
      points: refusal.contactPoint.map { [$0] }, isMarketingOnly: !isRefusal)
  }

  private func isUnlimited(_ objection: Objection) -> Bool {
    objection.scope == .directMarketing && objection.purpose == nil && objection.channel == nil
      && objection.topic == nil && objection.contactPoint == nil
  }

  private func unlimitedNo(_ entry: ReferenceEntry) -> ReferenceNo {
    ReferenceNo(
      entry: entry, isRefusal: false, purpose: nil, channel: nil, points: nil,
      isMarketingOnly: true)
  }

  // "An unsubscribe is a withdrawal of the send's purpose and channel for the send's point; what is
  // unknown means all."
  private func unsubscribes(_ entry: ReferenceEntry) -> [ReferenceNo] {
    guard let response = responses.first(where: { $0.entry.fact.id == entry.fact.id }) else {
      return []
    }
    if response.sends.isEmpty {
      return [
        ReferenceNo(
          entry: entry, isRefusal: false, purpose: nil, channel: nil,
          points: response.subjectPoints.map { Set($0.map(\.value)) }, isMarketingOnly: true)
      ]
    }
    return response.sends.map { send in
      var points: Set<String>?
      if case .identifier(let identifier) = send.point { points = [identifier.value] }
      return ReferenceNo(
        entry: entry, isRefusal: false, purpose: send.contact.purpose,
        channel: send.contact.channel, points: points, isMarketingOnly: true)
    }
  }

  /// Those that cover this use.
  func findNos() -> [ReferenceNo] {
    allNos().filter { no in
      no.covers(purpose: use.purpose, isMarketing: isMarketing, channel: use.channel)
        && isUsePoint(no.points)
    }
  }

  // Every `consented` "for exactly this purpose, channel and point".
  func findConsents() -> [ReferenceEntry] {
    // "For post, the contact point is always the same": also while no address is known.
    let point = use.channel == .post ? .address : self.point
    return entries.filter { entry in
      guard case .consented(let consent) = entry.content, let point else { return false }
      return consent.purpose == use.purpose && consent.channel == use.channel
        && resolvedPoint(consent.contactPoint, consent.channel, of: entry) == point
    }
  }

  func beatsEveryNo(_ consent: ReferenceEntry) -> Bool {
    nos.allSatisfy { beats(consent, $0.entry.place, side: $0.entry.side) }
  }

  // "The latest one that no holding consent beats names the reason: `consent.refused` for a refusal, else
  // `consent.withdrawn`; a withdrawal wins a tie."
  var standingNo: ReasonCode? {
    let standing = nos.filter { no in
      !holdingConsents.contains { beats($0, no.entry.place, side: no.entry.side) }
    }
    guard let latest = standing.map(\.entry.place).max() else { return nil }
    let last = standing.filter { $0.entry.place == latest }
    return last.allSatisfy(\.isRefusal) ? .consentRefused : .consentWithdrawn
  }

  // "Reasons when consent does not hold."
  var consentReasons: Set<ReasonCode> {
    var codes: Set<ReasonCode> = []
    if let standingNo { codes.insert(standingNo) }
    // "Of the consents that beat every no by their moments (with no standing no: of all consents)."
    let speaking = consents.filter(beatsEveryNo)
    let proven = speaking.filter { !isClaim($0) }
    let newest = newest(proven.isEmpty && nos.isEmpty ? speaking : proven)
    for consent in newest { codes.formUnion(consentCodes(of: consent)) }
    if consents.isEmpty && nos.isEmpty { codes.insert(.consentMissing) }
    if hasConflict { codes.insert(.consentConflict) }
    return codes
  }

  private func newest(_ consents: [ReferenceEntry]) -> [ReferenceEntry] {
    let latest = consents.map(\.place).max()
    return consents.filter { $0.place == latest }
  }

  // "`consent.conflict` is given when a consent that would hold on its own side's history alone is beaten
  // only from another side, and no basis holds."
  private var hasConflict: Bool {
    consents.contains { consent in
      guard consentCodes(of: consent).isEmpty else { return false }
      let unbeaten = nos.filter { !beats(consent, $0.entry.place, side: $0.entry.side) }
      return !unbeaten.isEmpty && unbeaten.allSatisfy { $0.entry.side != consent.side }
    }
  }
}

/// What a consent is worth.
extension ReferenceCase {
  private func isClaim(_ entry: ReferenceEntry) -> Bool {
    guard case .consented(let consent) = entry.content else { return true }
    return !claimCodes(of: consent, place: entry.place).isEmpty
  }

  // "A *claim* when its method is absent, `preTicked` or `imported`, or its notice is absent, not a
  // version of the purpose's notice, unknown, or valid only from a later day." "Absent method:
  // `consent.unproven`; `preTicked`: `consent.notAffirmative`; otherwise `consent.unproven`; both where
  // both apply."
  func claimCodes(of consent: Consent, place: Timestamp) -> Set<ReasonCode> {
    var codes: Set<ReasonCode> = []
    switch consent.method {
    case nil, .imported: codes.insert(.consentUnproven)
    case .preTicked: codes.insert(.consentNotAffirmative)
    case .form, .doubleOptIn, .paper, .phone: break
    }
    if noticeShown(to: consent, place: place) == nil { codes.insert(.consentUnproven) }
    return codes
  }

  private func noticeShown(to consent: Consent, place: Timestamp) -> Notice.Version? {
    guard let purpose = policy.purposes.first(where: { $0.id == consent.purpose }),
      let shown = consent.notice, shown.id == purpose.notice,
      let notice = policy.notices.first(where: { $0.id == shown.id }),
      let version = notice.versions.first(where: { $0.version == shown.version }),
      zone.start(ofDay: Int(version.validFrom.number)) <= place
    else { return nil }
    return version
  }

  /// What keeps a consent from being valid; nothing when it is.
  func consentCodes(of entry: ReferenceEntry) -> Set<ReasonCode> {
    guard case .consented(let consent) = entry.content else { return [] }
    let claim = claimCodes(of: consent, place: entry.place)
    guard claim.isEmpty, let purpose,
      let notice = noticeShown(to: consent, place: entry.place)
    else { return claim }
    var codes: Set<ReasonCode> = []
    // "Confirmed after its place (strictly) where double opt-in applies."
    if consent.method == .doubleOptIn || purpose.consent.isDoubleOptIn, !isConfirmed(entry) {
      codes.insert(.consentUnconfirmed)
    }
    if let span = purpose.consent.expiresAfter, at >= zone.end(of: span, from: entry.place) {
      codes.insert(.consentExpired)
    }
    if !isInformed(by: notice, purpose) { codes.insert(.consentNoticeOutdated) }
    // "Explicit where the purpose asks it or special data is used."
    if purpose.consent.isExplicit || usesSpecialData, !consent.isExplicit {
      codes.insert(.consentNotExplicit)
    }
    if let minimum = purpose.consent.minimumAge {
      codes.formUnion(ageCodes(consent, entry, minimum: minimum))
    }
    return codes
  }

  private func isConfirmed(_ entry: ReferenceEntry) -> Bool {
    entries.contains { later in
      guard case .confirmed(let confirmation) = later.content, later.place > entry.place,
        later.side == entry.side
      else {
        return false
      }
      return confirmation.purpose == use.purpose && confirmation.channel == use.channel
        && (use.channel == .post
          || resolvedPoint(confirmation.contactPoint, confirmation.channel, of: later) == point)
    }
  }

  // "Its notice lists the recipient (when the purpose does) and every data category asked (that the
  // purpose covers)."
  private func isInformed(by notice: Notice.Version, _ purpose: Purpose) -> Bool {
    if let recipient = use.recipient, purpose.recipients.contains(recipient),
      !notice.recipients.contains(recipient)
    {
      return false
    }
    return data.allSatisfy { category in
      !purpose.dataCategories.contains(category) || notice.data.contains(category)
    }
  }

  private func ageCodes(
    _ consent: Consent, _ entry: ReferenceEntry, minimum: Int
  ) -> Set<ReasonCode> {
    let age = age(whenPlaced: entry.place, minimum: minimum)
    guard consent.isByGuardian else {
      // "Own consent needs age ≥ *m* when given: else `consent.guardianRequired`."
      switch age {
      case .turns(let birthday): return entry.place >= birthday ? [] : [.consentGuardianRequired]
      case .grown: return []
      case .unknown: return [.consentGuardianRequired]
      }
    }
    // "A guardian's needs a `guardianLinked` placed at or before it and an age under *m* then, else
    // `consent.guardianRequired`; it ends when the person turns *m*."
    switch age {
    // "Given at *m* or over it is expired from the start."
    case .turns(let birthday) where entry.place >= birthday: return [.consentExpired]
    case .grown: return [.consentExpired]
    case .turns, .unknown: break
    }
    var codes: Set<ReasonCode> = []
    let isLinked = entries.contains { link in
      guard case .guardianLinked = link.content else { return false }
      return link.place <= entry.place
    }
    if !isLinked { codes.insert(.consentGuardianRequired) }
    if case .turns(let birthday) = age {
      if at >= birthday { codes.insert(.consentExpired) }
    } else {
      codes.insert(.consentGuardianRequired)
    }
    return codes
  }
}
