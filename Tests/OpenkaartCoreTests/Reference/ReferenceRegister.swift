import OpenkaartCore

/// The register, retention and freshness.
extension ReferenceCase {
  // "A purpose may have `validFrom`/`validTo` (outside them: `register.purposeInactive`)."
  var isPurposeInactive: Bool {
    if let from = purpose?.validFrom, !hasBegun(from) { return true }
    if let to = purpose?.validTo, isOver(to) { return true }
    return false
  }

  // "A purpose may demand them (`requires: [productLine, topic]`): a use without them is then refused
  // with `register.activityIncomplete`."
  var isActivityIncomplete: Bool {
    (purpose?.requires ?? []).contains { field in
      switch field {
      case .productLine: use.activity?.productLine == nil
      case .topic: use.activity?.topic == nil
      case .product: use.activity?.product == nil
      case .priceCents: use.activity?.priceCents == nil
      }
    }
  }

  var isChannelNotCovered: Bool { purpose.map { !$0.channels.contains(use.channel) } ?? false }

  var isDataNotCovered: Bool {
    purpose.map { purpose in data.contains { !purpose.dataCategories.contains($0) } } ?? false
  }

  var isRecipientNotCovered: Bool {
    guard let recipient = use.recipient, let purpose else { return false }
    return !purpose.recipients.contains(recipient)
  }
}

extension ReferenceCase {
  // "A use after the retention date is refused whatever the basis."
  var hasRetentionPassed: Bool {
    guard let retention = purpose?.retention else { return false }
    switch retention.after {
    case .lastActivity: return isPast(retention.keepFor, lastActivity ?? earliest)
    case .consent: return isPast(retention.keepFor, lastConsentGiven ?? earliest)
    // "`lastPurchase` and `endOfBookYear` the last purchase, without any nothing passes."
    case .lastPurchase: return isPast(retention.keepFor, purchases.map(\.place).max())
    case .endOfBookYear:
      guard let last = purchases.map(\.place).max() else { return false }
      return at >= zone.end(of: retention.keepFor, fromDay: lastDayOfYear(of: last))
    }
  }

  // "`stale`": freshness counts "from the last activity, and without any from the earliest fact".
  var isStale: Bool {
    guard let span = policy.rules.staleAfter else { return false }
    return isPast(span, lastActivity ?? earliest)
  }

  private func isPast(_ span: Span, _ start: Timestamp?) -> Bool {
    guard let start else { return false }
    return at >= zone.end(of: span, from: start)
  }

  func lastDayOfYear(of moment: Timestamp) -> Int {
    let year = ReferenceDays.date(zone.day(of: moment)).year
    return ReferenceDays.number(ReferenceDays.Date(year: year, month: 12, day: 31))
  }

  var purchases: [ReferenceEntry] {
    entries.filter { if case .purchased = $0.content { true } else { false } }
  }

  // "The earliest place of a fact that is not `contacted` or `used`."
  private var earliest: Timestamp? {
    entries.filter { entry in
      switch entry.content {
      case _ where entry.isHeard: false
      case .contacted, .used: false
      default: true
      }
    }.map(\.place).min()
  }

  // "The last `consented` to the purpose, whatever its worth."
  private var lastConsentGiven: Timestamp? {
    entries.filter { entry in
      guard case .consented(let consent) = entry.content else { return false }
      return consent.purpose == use.purpose
    }.map(\.place).max()
  }

  private var lastActivity: Timestamp? { entries.filter(isActivity).map(\.place).max() }

  // "Activity: `purchased`, `behaved`, `answered`, `preferred` unless imported, `responded` opened or
  // clicked, and a `consented` that is no claim (judged by the notice of its own purpose)."
  private func isActivity(_ entry: ReferenceEntry) -> Bool {
    switch entry.content {
    case .purchased, .behaved, .answered: true
    case .preferred(let preference): preference.method != .imported
    case .responded(let response): response.kind == .opened || response.kind == .clicked
    case .consented(let consent): claimCodes(of: consent, place: entry.place).isEmpty
    default: false
    }
  }
}
