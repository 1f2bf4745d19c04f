/// How a person's consent stands for one purpose, channel and contact point.
struct ConsentStanding {
  /// A consent or a no, and where it stands.
  struct Answer {
    let at: Timestamp
    let place: Int
    let fact: FactID
    var isWithdrawal = true
  }

  /// The newest consent that is valid and that no refusal beats.
  var holding: Answer?
  /// Every valid consent that holds, for what an older one cannot lift.
  var nos: [Answer] = []
  var flaws: Set<ConsentFlaw> = []
  /// The consents the flaws are about.
  var flawed: [FactID] = []
  var isMissing = false
  /// A consent that its own side would let hold is beaten from another side.
  var isConflict = false

  /// The no that names the reason.
  var standingNo: Answer? {
    guard holding == nil else { return nil }
    return nos.max { one, other in
      one.at == other.at ? !one.isWithdrawal && other.isWithdrawal : one.at < other.at
    }
  }
}

extension Evaluation {
  /// A consent that was read against the policy.
  private struct Assessed {
    let answer: ConsentStanding.Answer
    let isClaim: Bool
    let flaws: Set<ConsentFlaw>
    var isValid: Bool { !isClaim && flaws.isEmpty }
  }

  /// Whether an answer given on one side outweighs one on another: it is newer, and over the border
  /// of a side only if it was given after the merge.
  func beats(_ yes: ConsentStanding.Answer, _ no: ConsentStanding.Answer) -> Bool {
    guard yes.at > no.at else { return false }
    return yes.place == no.place || membership.mergedAt.map { yes.at > $0 } ?? true
  }

  func makeConsentStanding() -> ConsentStanding {
    var standing = ConsentStanding()
    standing.nos = refusals()
    let consents = assessedConsents()
    for consent in consents where consent.isValid {
      if standing.nos.allSatisfy({ beats(consent.answer, $0) }) {
        if standing.holding.map({ $0.at < consent.answer.at }) ?? true {
          standing.holding = consent.answer
        }
      } else if standing.nos.allSatisfy({
        $0.place != consent.answer.place || beats(consent.answer, $0)
      }) {
        standing.isConflict = true
      }
    }
    guard standing.holding == nil else { return standing }
    let hasNo = !standing.nos.isEmpty
    let newer = consents.filter { consent in
      standing.nos.allSatisfy { beats(consent.answer, $0) }
    }
    var speaking = newer.filter { !$0.isClaim }
    if speaking.isEmpty, !hasNo { speaking = newer }
    if let newest = speaking.map(\.answer.at).max() {
      for consent in speaking where consent.answer.at == newest {
        standing.flaws.formUnion(consent.flaws)
        standing.flawed.append(consent.answer.fact)
      }
    }
    standing.isMissing = consents.isEmpty && !hasNo
    return standing
  }

  // MARK: Consents

  private func assessedConsents() -> [Assessed] {
    guard let purpose = plan.purpose else { return [] }
    var assessed: [Assessed] = []
    for (place, side) in sides.enumerated() {
      let history = profile.sides[side]
      for entry in history.consents.entries(at: at) {
        let consent = entry.value.value
        guard consent.channel == use.channel, consent.purpose == purpose.id,
          concernsPoint(entry.value.point, entry.at, place: place, history)
        else { continue }
        let answer = ConsentStanding.Answer(
          at: entry.at, place: place, fact: history.facts[Int(entry.fact)])
        assessed.append(assess(consent, answer, under: purpose, history))
      }
    }
    return assessed
  }

  /// Whether a consent or confirmation is about the point in question.
  private func concernsPoint(
    _ named: Int?, _ moment: Timestamp, place: Int, _ history: History
  ) -> Bool {
    guard let type = point.type else { return true }
    guard let index = point.index(place: place) else { return false }
    if let named { return named == index }
    return history.defaultPoint(type, at: moment, gate.policy.rules.contactPoint) == index
  }

  private func assess(
    _ consent: Consent, _ answer: ConsentStanding.Answer, under purpose: Purpose,
    _ history: History
  ) -> Assessed {
    var flaws = gate.claimFlaws(of: consent, at: answer.at, under: purpose)
    guard flaws.isEmpty else { return Assessed(answer: answer, isClaim: true, flaws: flaws) }
    let needsConfirmation = purpose.consent.isDoubleOptIn || consent.method == .doubleOptIn
    if needsConfirmation, !isConfirmed(consent, answer, history) { flaws.insert(.unconfirmed) }
    if let span = purpose.consent.expiresAfter, span.end(after: answer.at, in: gate.zone) <= at {
      flaws.insert(.expired)
    }
    if !noticeCovers(consent, purpose) { flaws.insert(.noticeOutdated) }
    if purpose.consent.isExplicit || usesSpecialData, !consent.isExplicit {
      flaws.insert(.notExplicit)
    }
    if let minimum = purpose.consent.minimumAge,
      let flaw = ageFlaw(of: consent, at: answer.at, minimum: minimum)
    {
      flaws.insert(flaw)
    }
    return Assessed(answer: answer, isClaim: false, flaws: flaws)
  }

  private func isConfirmed(
    _ consent: Consent, _ answer: ConsentStanding.Answer, _ history: History
  ) -> Bool {
    history.confirmations.entries(at: at).contains { entry in
      entry.at > answer.at && entry.value.value.purpose == consent.purpose
        && entry.value.value.channel == consent.channel
        && concernsPoint(entry.value.point, entry.at, place: answer.place, history)
    }
  }

  /// A consent covers only the recipients and data its notice named.
  private func noticeCovers(_ consent: Consent, _ purpose: Purpose) -> Bool {
    guard let notice = consent.notice.flatMap({ gate.policy.notice($0) }) else { return false }
    if let recipient = use.recipient, purpose.recipients.contains(recipient),
      !notice.recipients.contains(recipient)
    {
      return false
    }
    return data.allSatisfy { !purpose.dataCategories.contains($0) || notice.data.contains($0) }
  }

  /// Whether the person, or the guardian, was the one to consent.
  private func ageFlaw(of consent: Consent, at moment: Timestamp, minimum: Int) -> ConsentFlaw? {
    let births = sides.compactMap { profile.sides[$0].birthDate(at: at) }
    guard let birth = births.max() else {
      // With the age unknown a guardian's consent might be one the person has outgrown.
      let isAdult = minimum <= 16 && isKnownOver16(at: moment)
      return isAdult ? (consent.isByGuardian ? .expired : nil) : .guardianRequired
    }
    let comesOfAge = birth.adding(months: 12 * minimum)
    let wasOfAge = gate.zone.day(of: moment) >= comesOfAge
    guard consent.isByGuardian else { return wasOfAge ? nil : .guardianRequired }
    if wasOfAge { return .expired }
    let isLinked = sides.contains { !profile.sides[$0].guardians.entries(at: moment).isEmpty }
    guard isLinked else { return .guardianRequired }
    return gate.zone.start(of: comesOfAge) <= at ? .expired : nil
  }

  private func isKnownOver16(at moment: Timestamp) -> Bool {
    let said = sides.map { profile.sides[$0].latestValues("isOver16", at: moment) }
      .filter { !$0.isEmpty }
    return !said.isEmpty && said.allSatisfy { $0.allSatisfy { $0 == "true" } }
  }

  // MARK: Refusals

  /// Every no that covers the use: withdrawals, refusals, unsubscribes and objections to all direct
  /// marketing.
  private func refusals() -> [ConsentStanding.Answer] {
    var nos: [ConsentStanding.Answer] = []
    for (place, side) in sides.enumerated() {
      let history = profile.sides[side]
      for entry in history.refusals.entries(at: at) where covers(entry.value) {
        nos.append(
          .init(
            at: entry.at, place: place, fact: history.facts[Int(entry.fact)],
            isWithdrawal: entry.value.isWithdrawal))
      }
      for entry in history.returns.entries(at: at)
      where entry.value.kind == .unsubscribed && covers(entry, place: place, history) {
        nos.append(.init(at: entry.at, place: place, fact: history.facts[Int(entry.fact)]))
      }
      guard plan.isMarketing else { continue }
      for entry in history.objections.entries(at: at) where entry.value.isUnlimited {
        nos.append(.init(at: entry.at, place: place, fact: history.facts[Int(entry.fact)]))
      }
    }
    return nos
  }

  private func covers(_ entry: RecordedRefusal) -> Bool {
    let no = entry.refusal
    let isAboutPurpose =
      no.purpose.map { $0 == use.purpose } ?? (!entry.isWithdrawal || plan.isMarketing)
    return isAboutPurpose && no.channel.map { $0 == use.channel } ?? true
      && namesPoint(no.contactPoint)
  }

  /// Whether a contact point that a no names is the one in question; none named is every one.
  func namesPoint(_ named: ContactPoint?) -> Bool {
    guard let named, point.type != nil else { return true }
    return named == point.text
  }

  /// Whether an unsubscribe covers the use; what is unknown of the send means all.
  private func covers(
    _ entry: Dated<RecordedResponse>, place: Int, _ history: History
  ) -> Bool {
    let index = point.index(place: place)
    let sends = history.answered(by: entry.value)
    if sends.isEmpty {
      let points = entry.value.points
      return plan.isMarketing
        && (point.type == nil || points.isEmpty || index.map { points.contains($0) } ?? false)
    }
    return sends.contains { send in
      let contact = send.value.value
      guard contact.purpose.map({ $0 == use.purpose }) ?? plan.isMarketing,
        contact.channel == use.channel
      else { return false }
      return point.type == nil || send.value.point == nil || send.value.point == index
    }
  }
}

extension Gate {
  /// Why a consent is only a claim: given by no act, or not shown with the words.
  func claimFlaws(of consent: Consent, at moment: Timestamp, under purpose: Purpose) -> Set<
    ConsentFlaw
  > {
    var flaws: Set<ConsentFlaw> = []
    if consent.method == .preTicked { flaws.insert(.notAffirmative) }
    if consent.method == nil || consent.method == .imported { flaws.insert(.unproven) }
    guard let reference = consent.notice, reference.id == purpose.notice,
      let notice = policy.notice(reference), zone.start(of: notice.validFrom) <= moment
    else {
      flaws.insert(.unproven)
      return flaws
    }
    return flaws
  }
}
