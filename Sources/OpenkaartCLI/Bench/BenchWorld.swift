import OpenkaartCore

/// The people and the policy of the benchmark: a dealer, and customers with a hundred facts each.
enum BenchWorld {
  static let now = Timestamp(rfc3339: "2026-11-22T10:00:00+01:00") ?? .distantPast

  static let policy = Policy(
    version: "bench",
    controller: Controller(name: "Bench", entity: "bench-bv", sector: "automotive"),
    dataCategories: [
      DataCategory(id: "contact"), DataCategory(id: "preferences"), DataCategory(id: "purchases"),
    ],
    notices: [
      Notice(
        id: "marketing",
        versions: [
          Notice.Version(
            version: "1", validFrom: Day(year: 2020, month: 1, day: 1) ?? .first,
            data: ["contact", "preferences", "purchases"], text: LocalizedText(nl: "", en: ""))
        ])
    ],
    purposes: [
      Purpose(
        id: "offers", label: LocalizedText(nl: "Aanbiedingen", en: "Offers"), isMarketing: true,
        bases: [.consent, .softOptIn, .legitimateInterest],
        channels: [.email, .sms, .phone, .post],
        dataCategories: ["contact", "preferences", "purchases"], assessment: "LIA-1",
        notice: "marketing", consent: .init(expiresAfter: Span(24, .months)),
        retention: Span(24, .months).map { .init(keepFor: $0, after: .lastActivity) }),
      Purpose(
        id: "service", label: LocalizedText(nl: "Service", en: "Service"), bases: [.contract],
        channels: [.email, .phone], dataCategories: ["contact", "purchases"],
        retention: Span(24, .months).map { .init(keepFor: $0, after: .lastPurchase) }),
    ],
    topics: ["cars", "events"],
    productLines: [
      ProductLine(
        id: "cars", label: LocalizedText(nl: "Auto's", en: "Cars"), competesWith: ["lease"]),
      ProductLine(id: "accessories", label: LocalizedText(nl: "Accessoires", en: "Accessories")),
    ],
    rules: HouseRules(
      openComplaint: true, brokenPromise: true, openRightsRequest: true, breachAffected: true,
      recentlyBought: [
        Span(36, .months).map { .init(line: "cars", span: $0) },
        Span(30, .days).map { .init(line: "accessories", span: $0) },
      ].compactMap { $0 },
      priceRegret: Span(6, .months),
      frequency: [
        Span(7, .days).map { .init(channels: [.email], max: 4, per: $0) },
        Span(30, .days).map { .init(channels: [.email, .sms, .phone, .push], max: 8, per: $0) },
      ].compactMap { $0 },
      quietHours: TimeOfDay(minutes: 21 * 60).flatMap { from in
        TimeOfDay(minutes: 9 * 60).map { to in
          .init(channels: [.phone, .sms, .push], hours: QuietHours(from: from, to: to))
        }
      },
      staleAfter: Span(24, .months),
      contactPoint: .init(
        stopsAtHardBounce: true, softBounces: Span(30, .days).map { .init(count: 3, window: $0) }),
      mergeConflictHold: Span(72, .hours)))

  /// A hundred facts: forty messages and what came back, visits, orders, consents, a wish, a
  /// complaint that was resolved.
  static func facts(ofPerson number: Int) -> [Fact] {
    let day: Int64 = 86_400_000
    let email = "person\(number)@example.nl"
    let subject = [Identifier(.customerNumber, "\(number)"), Identifier(.email, email)]
      .compactMap { $0 }
    var facts: [Fact] = []
    func add(daysAgo: Int64, _ content: FactContent) {
      let moment = now.advanced(by: -daysAgo * day - Int64(number % 997))
      facts.append(
        Fact(
          id: FactID(source: "bench", id: "\(number)-\(facts.count)"), subject: subject,
          occurredAt: moment, recordedAt: moment, content: content))
    }
    add(daysAgo: 700, .described(Description(attributes: [.init("givenName", "Anna")])))
    let notice = NoticeReference(id: "marketing", version: "1")
    for (index, daysAgo) in [Int64(690), 400, 60].enumerated() {
      add(
        daysAgo: daysAgo,
        .consented(
          Consent(
            purpose: "offers", channel: index == 1 ? .sms : .email, notice: notice, method: .form)))
    }
    add(daysAgo: 650, .complained(case: "k1", about: nil))
    add(daysAgo: 640, .complaintResolved(case: "k1"))
    add(daysAgo: 630, .preferred(Preference(topics: ["events": false])))
    for order in 0..<8 {
      let line = Purchase.Line(
        product: "mat-\(order)", productLine: order == 0 ? "cars" : "accessories", priceCents: 4900)
      add(
        daysAgo: 620 - Int64(order) * 70,
        .purchased(
          Purchase(order: "o\(order)", lines: [line], saleKind: .paid, optOutOffered: true)))
    }
    for visit in 0..<25 {
      add(daysAgo: 600 - Int64(visit) * 20, .behaved(event: "Page Viewed", properties: []))
    }
    for send in 0..<30 {
      let daysAgo = 610 - Int64(send) * 20
      let id = "\(number)-\(facts.count)"
      add(
        daysAgo: daysAgo,
        .contacted(
          Contact(channel: .email, purpose: "offers", activity: "campaign-\(send)")))
      add(daysAgo: daysAgo - 1, .responded(Response(to: id, .opened)))
    }
    return facts
  }

  /// Five questions: allowed, refused early, refused late, service, and soft opt-in.
  static func uses(ofPerson number: Int) -> [Use] {
    let subject = [Identifier(.customerNumber, "\(number)")].compactMap { $0 }
    return [
      Use(
        subject: subject, purpose: "offers", channel: .email,
        activity: .init(id: "winter", topic: "cars", isPromotional: true)),
      Use(
        subject: subject, purpose: "offers", channel: .email,
        activity: .init(
          id: "discount", productLine: "cars", product: "mat-0", topic: "events", priceCents: 100)),
      Use(subject: subject, purpose: "offers", channel: .phone, activity: .init(id: "call")),
      Use(subject: subject, purpose: "service", channel: .email),
      Use(
        subject: subject, purpose: "offers", channel: .sms,
        activity: .init(id: "sms", productLine: "accessories")),
    ]
  }
}
