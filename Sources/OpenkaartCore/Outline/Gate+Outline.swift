extension Gate {
  /// What decides about a person from `moment` on, as long as no fact is added.
  ///
  /// The gate's own code reads everything twice, at the moment and at the end of time. What is the
  /// same at both is for good: time only ever lets consents and bounces end.
  ///
  /// - Returns: `nil` for somebody whom no outline can tell: joined out of several sides, erased, or
  ///   with facts that are still to come.
  package func outline(
    of profile: Profile, at moment: Timestamp, in form: OutlineForm
  ) -> Outline? {
    guard profile.sides.count == 1, profile.joins.isEmpty, profile.subjectSides == [0] else {
      return nil
    }
    let history = profile.sides[0].history
    guard history.earliestOfAll != nil, history.latest <= moment,
      history.presence.isDisjoint(with: [.erasures, .joins])
    else { return nil }
    return OutlineMaking(gate: compiled, profile: profile, at: moment, form: form).outline()
  }
}

/// The making of one outline.
private struct OutlineMaking {
  let gate: CompiledPolicy
  let profile: Profile
  let history: History
  let at: Timestamp
  let form: OutlineForm

  /// After every end that a span of a policy can have.
  private static let endOfTime = Timestamp(milliseconds: 252_000_000_000_000)

  init(gate: CompiledPolicy, profile: Profile, at: Timestamp, form: OutlineForm) {
    self.gate = gate
    self.profile = profile
    self.at = at
    self.form = form
    history = profile.sides[0].history
  }

  private func evaluation(
    _ purpose: String, _ channel: Channel, at moment: Timestamp
  ) -> Evaluation {
    let use = Use(subject: [], purpose: purpose, channel: channel)
    return Evaluation(
      gate: gate, plan: gate.plan(for: use), use: use, profile: profile, at: moment)
  }

  func outline() -> Outline {
    let person = evaluation("", .none, at: at)
    var outline = Outline()
    outline.marks = marks(person)
    outline.reach = form.channels.map { reach($0) }
    outline.consents = zip(form.pairs, form.pairs.map { reach(of: $0.channel, in: outline) }).map {
      $1.contains(.isOpen) ? .open : consent($0)
    }
    outline.unwantedTopics = unwantedTopics()
    outline.lastActivity = person.lastActivity ?? history.earliest
    outline.lastPurchase = history.purchases.entries.last?.at
    if form.anchors.contains(.consent) {
      outline.lastConsents = gate.policy.purposes.map { lastConsent(to: $0.id) }
    }
    outline.bought = bought(person)
    outline.sends = form.counts.map { count in
      let sends = person.sends(over: count.channels, within: count.window)
      return sends.count < count.limit ? nil : sends[sends.count - count.limit].at
    }
    return outline
  }

  private func reach(of channel: Channel, in outline: Outline) -> Outline.Reach {
    form.channels.firstIndex(of: channel).map { outline.reach[$0] } ?? .isOpen
  }

  // MARK: The person

  private func marks(_ person: Evaluation) -> Outline.Marks {
    var marks: Outline.Marks = []
    func note(_ mark: Outline.Marks, _ isSo: Bool) { if isSo { marks.insert(mark) } }
    note(.isDeceased, !history.deaths.isEmpty)
    note(.isCompany, person.value(of: .isCompany) ?? false)
    note(.isCustomer, !history.purchases.isEmpty)
    note(.restrictionStands, !person.standingRestrictions().isEmpty)
    let requests = person.openRequests()
    note(.erasureIsRequested, requests.contains { $0.isErasure })
    note(.requestIsOpen, !requests.isEmpty)
    note(.complaintIsOpen, person.openCase { $0.history.complaints } != nil)
    note(.promiseIsBroken, person.brokenPromise() != nil)
    note(.breachIsOpen, person.openCase { $0.history.breaches } != nil)
    note(.hasListings, !history.listings.isEmpty)
    note(.hasOtherClock, person.ownZones.contains { $0.name != gate.zone.name })
    note(.hasQuietHours, !person.ownQuietHours().isEmpty)
    note(.hasObjections, !history.objections.isEmpty)
    note(.hasOpenPromise, hasOpenPromise)
    note(.isPaused, person.pauseEnd() != nil)
    note(.hasTopicWishes, history.presence.contains(.topics))
    return marks
  }

  private var hasOpenPromise: Bool {
    let steps = history.promises.entries
    return steps.contains { made in
      made.value.kind == .made
        && !steps.contains {
          ($0.value.kind == .kept || $0.value.kind == .madeGood) && $0.value.key == made.value.key
        }
    }
  }

  private func unwantedTopics() -> [String] {
    guard history.presence.contains(.topics) else { return [] }
    return form.topics.filter { topic in
      let use = Use(subject: [], purpose: "", channel: .none, activity: .init(topic: topic))
      return Evaluation(
        gate: gate, plan: gate.plan(for: use), use: use, profile: profile, at: at
      ).unwantedTopic() != nil
    }
  }

  private func lastConsent(to purpose: String) -> Timestamp? {
    history.consents.entries.last { $0.value.consent.purpose == purpose }?.at ?? history.earliest
  }

  private func bought(_ person: Evaluation) -> [Outline.Purchase] {
    guard !history.purchases.isEmpty, let ever = Span(1_200, .months) else { return [] }
    return form.lines.compactMap { line in
      person.lastBought([line], within: ever).map { Outline.Purchase(line: line, at: $0.at) }
    }.sorted { $0.at > $1.at }
  }

  // MARK: Channels

  private func reach(_ channel: Channel) -> Outline.Reach {
    let now = evaluation("", channel, at: at)
    var reach = reach(now)
    let points = history.points.count { $0.identifier.type == channel.pointType }
    if points > 1 || reach != self.reach(evaluation("", channel, at: Self.endOfTime)) {
      reach.insert(.isOpen)
    }
    if !now.wishesReached().isEmpty { reach.insert(.wishIsReached) }
    return reach
  }

  private func reach(_ evaluation: Evaluation) -> Outline.Reach {
    var reach: Outline.Reach = []
    if evaluation.value(of: .pointIsMissing) == true { reach.insert(.isMissing) }
    if evaluation.value(of: .pointIsBounced) == true { reach.insert(.isBounced) }
    if evaluation.value(of: .pointComplainedOfSpam) == true { reach.insert(.complainedOfSpam) }
    if evaluation.value(of: .pointIsVerified) == true { reach.insert(.isVerified) }
    if evaluation.unwantedChannel() != nil { reach.insert(.isUnwanted) }
    return reach
  }

  // MARK: Consent

  private func consent(_ pair: OutlineForm.Pair) -> Outline.Consent {
    let now = evaluation(pair.purpose, pair.channel, at: at)
    let standing = standing(now)
    let last = self.standing(evaluation(pair.purpose, pair.channel, at: Self.endOfTime))
    if standing == last { return .settled(standing) }
    guard standing.subtracting(.optedOut) == .holds, let holding = now.consentStanding.holding,
      let rules = now.plan.terms?.purpose.consent, let span = rules.expiresAfter,
      span.unit != .hours, rules.minimumAge == nil
    else { return .open }
    return .given(holding.at, isOnly: standing == .holds && last == .fails(.expired))
  }

  private func standing(_ evaluation: Evaluation) -> Outline.Standing {
    let consent = evaluation.consentStanding
    var standing: Outline.Standing = []
    func note(_ item: Outline.Standing, _ isSo: Bool) { if isSo { standing.insert(item) } }
    note(.holds, consent.holding != nil)
    note(.isWithdrawn, consent.standingNo?.isWithdrawal == true)
    note(.isRefused, consent.standingNo?.isWithdrawal == false)
    note(.isMissing, consent.isMissing)
    for flaw in ConsentFlaw.allCases { note(.fails(flaw), consent.flaws.contains(flaw)) }
    note(.objectsToMarketing, evaluation.standingObjection(.directMarketing) != nil)
    note(.objectsToPurpose, evaluation.standingObjection(.purpose) != nil)
    note(.objectsToChannel, evaluation.standingObjection(.channel) != nil)
    note(.privacyControl, evaluation.standingPrivacyControl() != nil)
    note(.optedOut, evaluation.usedOptOut() != nil)
    return standing
  }
}
