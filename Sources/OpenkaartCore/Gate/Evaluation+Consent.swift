/// How a person's consent stands for one purpose, channel and contact point.
///
/// Plain values, mostly: several rules look at it, and a look counts no references.
struct ConsentStanding {
  /// A consent or a no, and where it stands: the side, and the fact among that side's.
  struct Answer {
    let at: Timestamp
    let place: Int
    let fact: Int32
    var isWithdrawal = true
  }

  /// The newest consent that is valid and that no refusal beats.
  var holding: Answer?
  /// Where none holds, the no that names the reason.
  var standingNo: Answer?
  /// A no that covers the use, lifted or not.
  let anyNo: Answer?
  var flaws: ConsentFlaws = []
  /// Where none holds, those whose flaws say why.
  var flawed: [AssessedConsent] = []
  var isMissing = false
  /// A consent that its own side would let hold is beaten from another side.
  var isConflict = false

  /// What there is to say of it.
  var signs: Presence {
    var signs: Presence = []
    if holding != nil { signs.insert(.holdingConsent) }
    if standingNo != nil { signs.insert(.standingRefusals) }
    if flaws.rawValue != 0 { signs.insert(.flawedConsent) }
    if isMissing { signs.insert(.noConsent) }
    if isConflict { signs.insert(.conflictingConsent) }
    return signs
  }
}

/// A consent that was read against the policy.
struct AssessedConsent {
  let answer: ConsentStanding.Answer
  let isClaim: Bool
  let flaws: ConsentFlaws
  var isValid: Bool { !isClaim && flaws.isEmpty }
}

extension Evaluation {
  /// Whether an answer given on one side outweighs one on another: it is newer, and over the border
  /// of a side only if it was given after the merge.
  func beats(_ yes: ConsentStanding.Answer, _ no: ConsentStanding.Answer) -> Bool {
    guard yes.at > no.at else { return false }
    return yes.place == no.place || mergedAt.map { yes.at > $0 } ?? false
  }

  /// The fact of an answer.
  func fact(of answer: ConsentStanding.Answer) -> FactID {
    sides[answer.place].history.facts[Int(answer.fact)]
  }

  func makeConsentStanding() -> ConsentStanding {
    let nos = refusals()
    var standing = ConsentStanding(anyNo: nos.last)
    let consents = assessedConsents()
    for consent in consents where consent.isValid {
      if nos.allSatisfy({ beats(consent.answer, $0) }) {
        if standing.holding.map({ $0.at < consent.answer.at }) ?? true {
          standing.holding = consent.answer
        }
      } else if nos.allSatisfy({
        $0.place != consent.answer.place || beats(consent.answer, $0)
      }) {
        standing.isConflict = true
      }
    }
    guard standing.holding == nil else { return standing }
    standing.standingNo = nos.max { one, other in
      one.at == other.at ? !one.isWithdrawal && other.isWithdrawal : one.at < other.at
    }
    standing.isMissing = consents.isEmpty && nos.isEmpty
    standing.flawed = speaking(among: consents, nos)
    for consent in standing.flawed { standing.flaws.formUnion(consent.flaws) }
    return standing
  }

  /// The consents to say something of when none holds: the newest that no refusal beats.
  ///
  /// A claim is spoken of only where nothing else was said.
  private func speaking(
    among consents: [AssessedConsent], _ nos: [ConsentStanding.Answer]
  ) -> [AssessedConsent] {
    let areClaims = nos.isEmpty && consents.allSatisfy(\.isClaim)
    var speaking: [AssessedConsent] = []
    for consent in consents where consent.isClaim == areClaims {
      guard nos.allSatisfy({ beats(consent.answer, $0) }) else { continue }
      if let newest = speaking.last?.answer.at, consent.answer.at != newest {
        if consent.answer.at < newest { continue }
        speaking.removeAll(keepingCapacity: true)
      }
      speaking.append(consent)
    }
    return speaking
  }

  // MARK: Consents

  private func assessedConsents() -> [AssessedConsent] {
    guard let terms = plan.terms else { return [] }
    var assessed: [AssessedConsent] = []
    for place in sides.indices {
      let side = sides[place]
      let consents = side.history.consents.entries
      for index in 0..<side.history.consents.count(at: at) {
        let recorded = consents[index].value
        guard recorded.consent.channel == use.channel,
          recorded.consent.purpose == terms.purpose.id,
          concernsPoint(recorded.point, consents[index].at, place: place, side)
        else { continue }
        let answer = ConsentStanding.Answer(
          at: consents[index].at, place: place, fact: consents[index].fact)
        if assessed.isEmpty { assessed.reserveCapacity(4) }
        assessed.append(assess(recorded, answer, under: terms, side))
      }
    }
    return assessed
  }

  /// Whether a consent or confirmation is about the point in question.
  private func concernsPoint(
    _ named: ConcernedPoint, _ moment: Timestamp, place: Int, _ side: Profile.Side
  ) -> Bool {
    guard let type = point.type else { return true }
    guard let index = point.index(place: place) else { return false }
    return correspondence.point(named, type, of: side, at: moment) == index
  }

  private func assess(
    _ recorded: RecordedConsent, _ answer: ConsentStanding.Answer, under terms: PurposeTerms,
    _ side: Profile.Side
  ) -> AssessedConsent {
    var flaws = terms.claimFlaws(of: recorded, at: answer.at)
    guard flaws.isEmpty else { return AssessedConsent(answer: answer, isClaim: true, flaws: flaws) }
    let rules = terms.purpose.consent
    let needsConfirmation = rules.isDoubleOptIn || recorded.consent.method == .doubleOptIn
    if needsConfirmation, !isConfirmed(recorded.consent, answer, side) {
      flaws.insert(.unconfirmed)
    }
    if let span = rules.expiresAfter, span.hasEnded(at: at, since: answer.at, in: gate.zone) {
      flaws.insert(.expired)
    }
    if !terms.noticeCovers(recorded, data: data, recipient: use.recipient, at: answer.at) {
      flaws.insert(.noticeOutdated)
    }
    if rules.isExplicit || usesSpecialData, !recorded.consent.isExplicit {
      flaws.insert(.notExplicit)
    }
    if let minimum = rules.minimumAge {
      flaws.formUnion(ageFlaws(of: recorded.consent, at: answer.at, minimum: minimum))
    }
    return AssessedConsent(answer: answer, isClaim: false, flaws: flaws)
  }

  private func isConfirmed(
    _ consent: Consent, _ answer: ConsentStanding.Answer, _ side: Profile.Side
  ) -> Bool {
    side.history.confirmations.entries(at: at).contains { entry in
      entry.at > answer.at && entry.value.value.purpose == consent.purpose
        && entry.value.value.channel == consent.channel
        && concernsPoint(entry.value.point, entry.at, place: answer.place, side)
    }
  }

  /// Whether the person, or the guardian, was the one to consent.
  private func ageFlaws(of consent: Consent, at moment: Timestamp, minimum: Int) -> ConsentFlaws {
    var flaws: ConsentFlaws = []
    let births = sides.compactMap { $0.history.attributes.birthDate(at: at) }
    guard let birth = births.max() else {
      // With the age unknown a guardian's consent might be one the person has outgrown.
      let isAdult = minimum <= 16 && isKnownOver16(at: moment)
      if !isAdult { flaws.insert(.guardianRequired) }
      if isAdult, consent.isByGuardian { flaws.insert(.expired) }
      return flaws
    }
    let comesOfAge = birth.adding(months: 12 * minimum)
    let wasOfAge = gate.zone.day(of: moment) >= comesOfAge
    guard consent.isByGuardian else {
      if !wasOfAge { flaws.insert(.guardianRequired) }
      return flaws
    }
    if !wasOfAge, !isGuardianLinked(at: moment) { flaws.insert(.guardianRequired) }
    if gate.zone.start(of: comesOfAge) <= at { flaws.insert(.expired) }
    return flaws
  }

  private func isGuardianLinked(at moment: Timestamp) -> Bool {
    sides.contains { !$0.history.guardians.entries(at: moment).isEmpty }
  }

  /// Said when the consent was given, and by nobody said otherwise since.
  private func isKnownOver16(at moment: Timestamp) -> Bool {
    var isSaid = false
    for side in sides {
      let then = side.history.attributes.latestValues("isOver16", at: moment)
      if then.contains("false") { return false }
      if side.history.attributes.latestValues("isOver16", at: at).contains("false") { return false }
      if !then.isEmpty, then.allSatisfy({ $0 == "true" }) { isSaid = true }
    }
    return isSaid
  }

  // MARK: Refusals

  /// Every no that covers the use: withdrawals, refusals, unsubscribes and objections to all direct
  /// marketing.
  private func refusals() -> [ConsentStanding.Answer] {
    var nos: [ConsentStanding.Answer] = []
    guard !presence.isDisjoint(with: [.refusals, .returns, .objections]) else { return nos }
    for (place, side) in sides.enumerated() {
      for entry in side.history.refusals.entries(at: at) where covers(entry.value) {
        nos.append(
          .init(
            at: entry.at, place: place, fact: entry.fact, isWithdrawal: entry.value.isWithdrawal))
      }
      for entry in side.history.returns.entries(at: at)
      where entry.value.kind == .unsubscribed && covers(entry, place: place, side) {
        nos.append(.init(at: entry.at, place: place, fact: entry.fact))
      }
      guard plan.isMarketing else { continue }
      for entry in side.history.objections.entries(at: at) where entry.value.isUnlimited {
        nos.append(.init(at: entry.at, place: place, fact: entry.fact))
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
    _ entry: Dated<RecordedResponse>, place: Int, _ side: Profile.Side
  ) -> Bool {
    let sends = correspondence.answered(by: entry.value)
    if sends.isEmpty {
      let points = entry.value.points
      return plan.isMarketing
        && (point.type == nil || points.isEmpty
          || point.index(place: place).map { points.contains($0) } ?? false)
    }
    return sends.contains { send in
      let contact = send.contact
      guard contact.purpose.map({ $0 == use.purpose }) ?? plan.isMarketing,
        contact.channel == use.channel
      else { return false }
      return point.type == nil || send.target.map { $0 == point.target } ?? true
    }
  }
}
