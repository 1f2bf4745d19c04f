import OpenkaartCore

/// The bases.
extension ReferenceCase {
  /// Whether a basis holds for this use.
  func holds(_ basis: LegalBasis) -> Bool {
    switch basis {
    case .consent: !holdingConsents.isEmpty
    // "`contract`, `legalObligation`, `vitalInterest`, `publicInterest` carry no marketing use."
    case .legalObligation, .vitalInterest, .publicInterest: !isMarketing
    // "A use of special data is carried by `consent` (explicit), `legalObligation`, `vitalInterest` and
    // `publicInterest` only."
    case .contract, .softOptIn, .legitimateInterest: !usesSpecialData && wouldHold(basis)
    }
  }

  /// Whether a basis holds but for special data.
  private func wouldHold(_ basis: LegalBasis) -> Bool {
    switch basis {
    case .contract: !isMarketing && hasContract
    case .softOptIn: carriesSoftOptIn && softOptInReasons.isEmpty
    case .legitimateInterest: hasLegitimateInterest
    default: false
    }
  }

  /// The basis that holds, or why each fails.
  func basis() -> [ReferenceFinding] {
    guard let basis = carryingBases.first else { return basisReasons.map { .deny($0) } }
    var findings = [ReferenceFinding.allow(basis.code)]
    // "`service.message` is added to a basis that holds for a use over a channel other than none that is
    // not marketing."
    if use.channel != .none && !isMarketing { findings.append(.allow(.serviceMessage)) }
    return findings
  }

  // "If no basis holds, these are the reasons."
  private var basisReasons: Set<ReasonCode> {
    let bases = purpose?.bases ?? []
    var codes: Set<ReasonCode> = []
    if bases.contains(.consent) { codes.formUnion(consentReasons) }
    if bases.contains(.softOptIn) || bases.contains(.legitimateInterest), let standingNo {
      codes.insert(standingNo)
    }
    if bases.contains(.softOptIn), carriesSoftOptIn { codes.formUnion(softOptInReasons) }
    if isMarketing, use.channel == .phone, !isCompany { codes.insert(.phoneConsentRequired) }
    if bases.contains(.legitimateInterest), use.channel == .post, isStoppedByPostfilter {
      codes.insert(.postOptedOutRegister)
    }
    if usesSpecialData, bases.contains(where: wouldHold) { codes.insert(.consentNotExplicit) }
    // "`basis.none` only when there is no more specific code": `register.unknownPurpose` is one.
    return codes.isEmpty && purpose != nil ? [.basisNone] : codes
  }
}

/// Contract and legitimate interest.
extension ReferenceCase {
  // "`contract` needs a purchase whose retention span (…) has not ended, or a promise that is neither
  // kept nor made good, likewise from its place; without `retention` any purchase or such promise."
  private var hasContract: Bool {
    (purchases + openPromises).contains { entry in
      guard let retention = purpose?.retention else { return true }
      guard retention.after == .endOfBookYear else {
        return at < zone.end(of: retention.keepFor, from: entry.place)
      }
      return at < zone.end(of: retention.keepFor, fromDay: lastDayOfYear(of: entry.place))
    }
  }

  private var openPromises: [ReferenceEntry] {
    entries.filter { entry in
      guard case .promised(let promise) = entry.content else { return false }
      return !entries.contains { other in
        switch other.content {
        case .promiseKept(let name), .promiseMadeGood(let name): name == promise.promise
        default: false
        }
      }
    }
  }

  // "`legitimateInterest` needs `assessment`, no opt-out used, no special data, and a marketing or other
  // use over post, or over phone to a company. On post it fails for a person with a valid `postfilter`
  // listing."
  private var hasLegitimateInterest: Bool {
    guard purpose?.assessment != nil, !isOptOutUsed else { return false }
    switch use.channel {
    case .post: return !isStoppedByPostfilter
    case .phone: return isCompany
    default: return false
    }
  }

  // "For the controller's sector (no sectors: all), unless the person ever bought (any `purchased` that
  // counts) or is a company." A controller without sector is in every sector.
  private var isStoppedByPostfilter: Bool {
    guard purchases.isEmpty, !isCompany else { return false }
    return entries.contains { entry in
      guard case .listed(let listing) = entry.content, listing.register == .postfilter,
        isValid(listing)
      else { return false }
      guard !listing.sectors.isEmpty, let sector = policy.controller.sector else { return true }
      return listing.sectors.contains(sector)
    }
  }

  // "*Opt-out used*: any `withdrew`, `refused`, unsubscribe or objection (not of scope topic) that counts
  // and covers purpose, channel and point, lifted or not."
  private var isOptOutUsed: Bool {
    if !nos.isEmpty { return true }
    return entries.contains { entry in
      guard case .objected(let objection) = entry.content, covers(objection) else { return false }
      switch objection.scope {
      case .topic: return false
      case .purpose: return true
      case .directMarketing, .channel: return isMarketing
      }
    }
  }
}

/// The soft opt-in.
extension ReferenceCase {
  // "`softOptIn` carries a marketing use over e-mail and sms, and over phone before 1 July 2026 (a civil
  // day of the controller) or when the controller's sector is charity, charityLottery or publisher."
  private var carriesSoftOptIn: Bool {
    guard isMarketing else { return false }
    switch use.channel {
    case .email, .sms: return true
    case .phone:
      let july = ReferenceDays.number(ReferenceDays.Date(year: 2026, month: 7, day: 1))
      let sector = policy.controller.sector ?? ""
      return at < zone.start(ofDay: july)
        || ["charity", "charityLottery", "publisher"].contains(sector)
    default: return false
    }
  }

  // "On the phone only within 36 months of the sale. Its sales are the `purchased` facts whose `saleKind`
  // is a sale and whose subject names the contact point."
  private var sales: [(entry: ReferenceEntry, purchase: Purchase)] {
    entries.compactMap { entry in
      guard case .purchased(let purchase) = entry.content,
        case .identifier(let identifier) = point, entry.fact.subject.contains(identifier)
      else { return nil }
      switch purchase.saleKind {
      case nil, .pureFree: return nil
      case .paid, .freemiumWithPaidTier: break
      }
      guard use.channel != .phone || isRecent(entry.place) else { return nil }
      return (entry, purchase)
    }
  }

  private func isRecent(_ sale: Timestamp) -> Bool {
    let lastDay = ReferenceDays.adding(months: 36, to: zone.day(of: sale))
    return at < zone.start(ofDay: lastDay + 1)
  }

  /// Why the soft opt-in fails; nothing when it holds.
  private var softOptInReasons: Set<ReasonCode> {
    var codes: Set<ReasonCode> = isOptOutUsed ? [.softOptInOptedOut] : []
    let sales = self.sales
    if sales.isEmpty {
      codes.insert(.softOptInNoSale)
      return codes
    }
    // "If no sale meets all, the sale that fails fewest conditions speaks (then the latest, then the
    // fewest in the order …)."
    let speaking = sales.min { one, other in
      let (first, second) = (failures(of: one.purchase), failures(of: other.purchase))
      if first.count != second.count { return first.count < second.count }
      if one.entry.place != other.entry.place { return one.entry.place > other.entry.place }
      return binary(first) < binary(second)
    }
    codes.formUnion(speaking.map { failures(of: $0.purchase) } ?? [])
    return codes
  }

  // "Conditions for one sale: same entity as the activity's (default the controller's, on both sides);
  // similar (`similar: true`, or absent and the activity's product line in the sale's lines;
  // `similar: false` fails); `optOutOffered`."
  private func failures(of sale: Purchase) -> Set<ReasonCode> {
    var failures: Set<ReasonCode> = []
    let own = policy.controller.entity
    if (sale.entity ?? own) != (use.activity?.entity ?? own) {
      failures.insert(.softOptInOtherEntity)
    }
    let isSimilar =
      use.activity?.isSimilar
      ?? sale.lines.contains {
        $0.productLine != nil && $0.productLine == use.activity?.productLine
      }
    if !isSimilar { failures.insert(.softOptInNotOwnSimilar) }
    if sale.optOutOffered != true { failures.insert(.softOptInNoOptOutAtCollection) }
    return failures
  }

  // "In the order otherEntity, notOwnSimilar, noOptOutAtCollection read as a binary number, otherEntity
  // the highest."
  private func binary(_ failures: Set<ReasonCode>) -> Int {
    let digits: [ReasonCode] = [
      .softOptInOtherEntity, .softOptInNotOwnSimilar, .softOptInNoOptOutAtCollection,
    ]
    return digits.reduce(0) { $0 * 2 + (failures.contains($1) ? 1 : 0) }
  }
}
