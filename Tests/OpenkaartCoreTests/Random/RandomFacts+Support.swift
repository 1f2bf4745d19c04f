import OpenkaartCore

/// What lets the use of the case pass.
extension RandomFacts {
  mutating func support() {
    let person = RandomWords.people[0]
    let start = random.pick(moments.recent).before(86_400_000 * 20)
    let isGrown = random.chance(60)
    describe(person, isGrown: isGrown, at: start)
    let subject = use.subject
    if use.channel == .post, random.chance(30) {
      add(content(of: .listed), subject: subject, at: start)
      return
    }
    if random.chance(92) { consent(subject, after: start, isGrown: isGrown) }
    if random.chance(60) { sell(person) }
    if random.chance(40) {
      add(
        .promised(Promise(promise: random.maybe(80, "1"))), subject: subject,
        at: random.pick(moments.recent), recorded: random.pick(moments.recent))
    }
    if let point = usePoint, random.chance(70) {
      add(.verified(contactPoint: point.value, channel: use.channel), subject: subject, at: start)
    }
  }

  private mutating func describe(
    _ person: [Identifier], isGrown: Bool, at moment: Timestamp
  ) {
    var attributes = [
      Description.Attribute("postalCode", "1234AB"), Description.Attribute("houseNumber", "7"),
    ]
    if isGrown || random.chance(70) {
      attributes.append(.init("birthDate", isGrown ? "1980-05-01" : birthDate()))
    }
    if random.chance(30) { attributes.append(.init("isOver16", "true")) }
    if random.chance(40) {
      attributes.append(.init("personType", random.pick(PersonType.allCases).rawValue))
    }
    if random.chance(25) { attributes.append(.init("timeZone", random.pick(RandomWords.zones))) }
    add(
      .described(Description(identifiers: person, attributes: attributes)), subject: [person[0]],
      at: moment, recorded: moment)
  }

  /// Grown, a child, or on the very edge of an age that the policy asks.
  func birthDate() -> String {
    let ages = policy.purposes.compactMap(\.consent.minimumAge)
    guard random.chance(50), !ages.isEmpty else {
      return random.pick(["1980-05-01", "1980-05-01", "2014-01-01", "2012-02-29", "2010-02-28"])
    }
    let today = ReferenceDays.date(zone.day(of: random.pick([moments.at, moment()])))
    let year = today.year - random.pick(ages)
    let length = ReferenceDays.length(ofMonth: today.month, year: year)
    let born = ReferenceDays.number(
      ReferenceDays.Date(year: year, month: today.month, day: min(today.day, length)))
    return Day(number: Int32(born + random.number(-1...1))).iso
  }

  private mutating func consent(
    _ subject: [Identifier], after start: Timestamp, isGrown: Bool
  ) {
    guard let purpose else { return }
    var moment = random.chance(88) ? random.pick(moments.recent) : random.pick(moments.edges)
    if random.chance(90) { moment = min(moment, moments.at.before(3_600_000)) }
    let isByGuardian = !isGrown && random.chance(60)
    if isByGuardian {
      add(.guardianLinked(guardian: []), subject: subject, at: random.pick([start, moment]))
    }
    let point = random.chance(60) ? usePoint?.value : nil
    let method = random.pick([Consent.Method.form, .doubleOptIn, .paper, .phone])
    let consent = Consent(
      purpose: purpose.id, channel: use.channel, contactPoint: point,
      notice: purpose.notice.map {
        NoticeReference(id: $0, version: random.chance(85) ? "1" : "2")
      },
      method: method, isExplicit: random.chance(90), isByGuardian: isByGuardian)
    add(.consented(consent), subject: subject, at: moment, recorded: moment)
    guard method == .doubleOptIn || purpose.consent.isDoubleOptIn, random.chance(92) else { return }
    let confirmation = Confirmation(
      purpose: purpose.id, channel: use.channel, contactPoint: random.chance(70) ? point : nil)
    let later = random.chance(96) ? moment.before(-1) : moment
    add(.confirmed(confirmation), subject: subject, at: later, recorded: later)
  }

  private mutating func sell(_ person: [Identifier]) {
    let point = usePoint ?? person[0]
    let purchase = Purchase(
      order: "o1", lines: [line()], saleKind: random.pick([.paid, .freemiumWithPaidTier, .paid]),
      optOutOffered: random.chance(90))
    let moment = random.chance(65) ? random.pick(moments.recent) : random.pick(moments.edges)
    add(.purchased(purchase), subject: [point], at: moment, recorded: moment)
  }

  func line() -> Purchase.Line {
    Purchase.Line(
      product: random.maybe(80, random.pick(RandomWords.products)),
      productLine: random.maybe(85, random.pick(RandomWords.lines)),
      quantity: Int64(random.pick([1, 1, 2, 0])),
      priceCents: random.maybe(85, Int64(random.pick([90, 100, 101]))))
  }

  /// What does no harm.
  var gentle: FactContent {
    let kinds: [FactKind] = [
      .behaved, .answered, .verified, .described, .consented, .confirmed, .purchased, .contacted,
      .promised, .signalled, .decided, .guardianLinked, .preferred, .returned,
    ]
    return content(of: random.pick(kinds))
  }

  /// A yes, a no, or who it is.
  var answer: FactContent {
    content(of: random.pick([.consented, .withdrew, .refused, .objected, .described]))
  }

  /// Everything, and more of what decides most.
  var anything: FactContent {
    var weighty: [FactKind] = [
      .consented, .consented, .withdrew, .objected, .objected, .contacted, .responded, .preferred,
      .preferred, .purchased, .requested, .signalled, .described, .restricted, .complained,
    ]
    if use.channel == .post { weighty += [.listed, .listed, .listed, .listed] }
    return content(of: random.pick(random.chance(55) ? weighty : FactKind.allCases))
  }

  /// What makes a use wait.
  var pressing: FactContent {
    switch random.number(0...9) {
    case 0...4: content(of: random.pick([.contacted, .contacted, .used]))
    case 5: content(of: .responded)
    case 6...8: .preferred(pressure())
    default: gentle
    }
  }

  private func pressure() -> Preference {
    var frequency: [Channel: Frequency] = [:]
    frequency[use.channel] = Frequency(
      count: random.chance(6) ? 0 : random.number(1...3),
      window: random.pick(Frequency.Window.allCases))
    switch random.number(0...2) {
    case 0: return Preference(frequency: frequency)
    case 1: return Preference(quietHours: quietHours())
    default: return Preference(pausedUntil: pause())
    }
  }
}
