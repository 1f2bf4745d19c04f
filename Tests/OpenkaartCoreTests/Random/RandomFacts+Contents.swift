import OpenkaartCore

/// Random content of every kind.
extension RandomFacts {
  func content(of kind: FactKind) -> FactContent {
    switch kind {
    case .described: .described(description())
    case .purchased: .purchased(purchase())
    case .returned: .returned(Return(order: order(), lines: [line()]))
    case .behaved: .behaved(event: "seen", properties: [])
    case .answered: .answered(question: "why", answer: "because")
    case .contacted: .contacted(contact())
    case .used: .used(contact())
    case .responded: .responded(response())
    case .preferred: .preferred(preference())
    case .listed: .listed(listing())
    case .verified:
      .verified(contactPoint: point(use.channel), channel: random.maybe(60, channel()))
    case .decided: .decided(outcome: "allow")
    case .merged: .merged(with: [somebody()], evidence: nil)
    case .split: .split(with: [somebody()], evidence: nil)
    case .signalled:
      .signalled(
        signal: random.pick(["gpc", "gpc", "tcf"]), value: random.pick(["1", "1", "0"]))
    case .deceased: random.chance(40) ? .deceased : .behaved(event: "seen", properties: [])
    case .erased: .erased(scope: scope(), kept: random.some(["invoice"], 60))
    default: answer(of: kind)
    }
  }

  private func answer(of kind: FactKind) -> FactContent {
    switch kind {
    case .consented: .consented(consent())
    case .confirmed: .confirmed(confirmation())
    case .refused: .refused(refusal())
    case .withdrew: .withdrew(refusal())
    case .objected: .objected(objection())
    case .restricted: .restricted(ground: random.maybe(70, random.pick(RandomWords.names)))
    case .restrictionLifted:
      .restrictionLifted(ground: random.maybe(70, random.pick(RandomWords.names)))
    case .guardianLinked: .guardianLinked(guardian: [])
    default: affair(of: kind)
    }
  }

  private func affair(of kind: FactKind) -> FactContent {
    let name = random.maybe(80, random.pick(RandomWords.names))
    return switch kind {
    case .complained: .complained(case: name, about: nil)
    case .complaintResolved: .complaintResolved(case: name)
    case .promised: .promised(Promise(promise: name))
    case .promiseKept: .promiseKept(promise: name)
    case .promiseBroken: .promiseBroken(promise: name)
    case .promiseMadeGood: .promiseMadeGood(promise: name)
    case .requested: .requested(case: name, right: random.pick(Right.allCases))
    case .requestClosed: .requestClosed(case: name)
    case .affectedByBreach: .affectedByBreach(breach: name)
    default: .breachClosed(breach: name)
    }
  }

  // MARK: Words of the case

  private func channel() -> Channel {
    random.chance(70) ? use.channel : random.pick(Channel.allCases)
  }

  private func purposeID() -> String {
    random.chance(75) ? use.purpose : random.pick(policy.purposes.map(\.id) + ["unheard"])
  }

  private func somebody() -> Identifier {
    random.pick(RandomWords.people[random.pick([0, 1, 1, 2])])
  }

  private func order() -> String? { random.maybe(85, random.pick(["o1", "o1", "o2"])) }

  /// A contact point, mostly of whom is spoken of, or none.
  func point(_ channel: Channel?) -> String? {
    guard random.chance(45) else { return nil }
    let person = random.chance(94) ? speaker : random.number(0...2)
    let points = RandomWords.points(of: person, on: channel)
    return points.isEmpty ? nil : random.pick(points)
  }
}

extension RandomFacts {
  private func description() -> Description {
    let person = RandomWords.people[random.chance(94) ? speaker : random.number(0...2)]
    var attributes: [Description.Attribute] = []
    for name in random.some(
      [
        "birthDate", "isOver16", "personType", "timeZone", "givenName", "familyName", "postalCode",
        "houseNumber",
      ], 30)
    {
      attributes.append(.init(name, random.chance(93) ? value(of: name) : nil))
    }
    let identifiers = random.chance(40) ? random.some(person, 40) : []
    return Description(identifiers: identifiers, attributes: attributes)
  }

  private func value(of name: String) -> String {
    switch name {
    case "birthDate": birthDate()
    case "isOver16": random.pick(["true", "false"])
    case "personType": random.pick(PersonType.allCases).rawValue
    case "timeZone": random.pick(RandomWords.zones + ["Mars/Olympus"])
    default: random.pick(RandomWords.names)
    }
  }

  private func purchase() -> Purchase {
    var lines: [Purchase.Line] = []
    for _ in 0..<random.number(0...2) { lines.append(line()) }
    return Purchase(
      order: order(), entity: random.maybe(30, random.pick(RandomWords.entities)), lines: lines,
      saleKind: random.pick([.paid, .paid, .freemiumWithPaidTier, .pureFree, nil]),
      optOutOffered: random.pick([true, true, false, nil]))
  }

  private func contact() -> Contact {
    Contact(
      channel: channel(), purpose: random.maybe(90, purposeID()),
      activity: random.maybe(85, random.pick(RandomWords.activities)),
      contactPoint: point(use.channel), sender: nil)
  }

  private func response() -> Response {
    Response(
      to: random.pick(RandomWords.sends + ["nothing"]), random.pick(Response.Kind.allCases))
  }

  private func consent() -> Consent {
    let id = purposeID()
    let notice = policy.purposes.first { $0.id == id }?.notice ?? "news"
    let version = random.pick(["1", "1", "2", "2", "3", "9"])
    let channel = channel()
    return Consent(
      purpose: id, channel: channel, contactPoint: answering(over: channel),
      notice: random.maybe(
        92, NoticeReference(id: random.chance(95) ? notice : "care", version: version)),
      method: random.chance(75)
        ? random.pick([.form, .form, .doubleOptIn, .paper])
        : random.pick([.preTicked, .preTicked, .imported, nil]),
      isExplicit: random.chance(50), isByGuardian: random.chance(25))
  }

  private func confirmation() -> Confirmation {
    let id = purposeID()
    let channel = channel()
    return Confirmation(purpose: id, channel: channel, contactPoint: answering(over: channel))
  }

  /// A point of the use, where it can be one of the channel: another is refused on the way in.
  private func answering(over channel: Channel) -> String? {
    point(use.channel).flatMap { point in
      channel.pointType.map { Identifier($0, point) != nil } ?? true ? point : nil
    }
  }

  private func refusal() -> Refusal {
    Refusal(
      purpose: random.maybe(75, purposeID()), channel: random.maybe(75, channel()),
      contactPoint: point(use.channel))
  }

  private func objection() -> Objection {
    let scope = random.pick(Objection.Scope.allCases)
    let isPlain = random.chance(40)
    return Objection(
      scope: scope,
      purpose: random.maybe(scope == .purpose ? 80 : isPlain ? 0 : 25, purposeID()),
      channel: random.maybe(scope == .channel ? 80 : isPlain ? 0 : 25, channel()),
      topic: random.maybe(scope == .topic ? 80 : isPlain ? 0 : 10, random.pick(RandomWords.topics)),
      contactPoint: isPlain ? nil : point(use.channel))
  }

  private func preference() -> Preference {
    var topics: [String: Bool] = [:]
    for topic in random.some(RandomWords.topics, 40) { topics[topic] = random.chance(60) }
    var frequency: [Channel: Frequency] = [:]
    if random.chance(25) {
      frequency[channel()] = Frequency(
        count: random.pick([0, 1, 2]), window: random.pick(Frequency.Window.allCases))
    }
    return Preference(
      topics: topics, frequency: frequency, quietHours: random.chance(15) ? quietHours() : nil,
      channels: random.chance(30) ? channels() : nil,
      pausedUntil: random.chance(15) ? pause() : nil,
      method: random.pick([nil, .form, .imported, .preTicked]))
  }

  private func channels() -> Preference.Setting<[Channel]> {
    random.chance(20) ? .cleared : .set(random.some(Channel.allCases, 65))
  }

  func quietHours() -> Preference.Setting<QuietHours> {
    guard random.chance(85), let from = TimeOfDay(minutes: random.pick([1260, 0, 121, 595])),
      let to = TimeOfDay(minutes: random.pick([540, 150, 722, 1439]))
    else { return .cleared }
    return .set(QuietHours(from: from, to: to))
  }

  func pause() -> Preference.Setting<Preference.PauseEnd> {
    switch random.number(0...9) {
    case 0: .cleared
    case 1...3:
      .set(.day(Day(number: Int32(zone.day(of: moments.at) + random.number(0...2)))))
    default: .set(.moment(random.pick(moments.future + [moments.at])))
    }
  }

  private func listing() -> Listing {
    let today = zone.day(of: moments.at)
    func day(_ number: Int) -> Day { Day(number: Int32(number)) }
    return Listing(
      register: random.chance(80) ? .postfilter : .overledenen,
      sectors: random.pick([[], ["automotive"], ["charity"]]),
      validFrom: random.maybe(60, day(today + random.pick([-300, 0, 1]))),
      validUntil: random.maybe(50, day(today + random.pick([300, 0, -1]))))
  }

  private func scope() -> ErasureScope {
    random.chance(60) ? .everything : .categories(["purchases"])
  }
}
