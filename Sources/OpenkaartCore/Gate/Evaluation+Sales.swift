extension Evaluation {
  /// A sale that might carry the soft opt-in, and which conditions it does not meet.
  struct Sale {
    let at: Timestamp
    /// The side it is known on, and its index among that side's purchases.
    let place: Int
    let index: Int
    /// A bit per ``SaleFlaw``.
    let flaws: Int
  }

  /// The sale that meets most conditions; of equals the latest, then the least weighty flaw.
  func bestSale() -> Sale? {
    var best: Sale?
    let least = flawsOfEverySale
    for place in sides.indices {
      guard let known = point.index(place: place) else { continue }
      let purchases = sides[place].history.purchases
      let count = purchases.count(at: at)
      purchases.entries.withUnsafeBufferPointer { purchases in
        for index in (0..<count).reversed() {
          let moment = purchases[index].at
          // Nothing earlier is better than a sale without a flaw that it could be without.
          if let best, best.flaws == least, moment < best.at { break }
          let purchase = purchases[index].value
          guard purchase.isSale(at: known), !isTooOldToCall(moment) else { continue }
          let sale = Sale(at: moment, place: place, index: index, flaws: flaws(of: purchase))
          if isBetter(sale, than: best) { best = sale }
        }
      }
    }
    return best
  }

  /// Of equal sales on one side the one that stands first in its history.
  private func isBetter(_ sale: Sale, than best: Sale?) -> Bool {
    guard let best else { return true }
    return isBetter(sale, than: best) || best.place == sale.place && !isBetter(best, than: sale)
  }

  /// The fact of a sale.
  func fact(of sale: Sale) -> FactID {
    let side = sides[sale.place]
    return side.history.facts[Int(side.history.purchases.entries[sale.index].fact)]
  }

  private func isBetter(_ sale: Sale, than other: Sale) -> Bool {
    let (count, otherCount) = (sale.flaws.nonzeroBitCount, other.flaws.nonzeroBitCount)
    if count != otherCount { return count < otherCount }
    return sale.at == other.at ? sale.flaws < other.flaws : sale.at > other.at
  }

  /// A sale opens the phone for three years (the sector's own rule, M10).
  private func isTooOldToCall(_ moment: Timestamp) -> Bool {
    guard use.channel == .phone, let span = Span(36, .months) else { return false }
    return span.hasEnded(at: at, since: moment, in: gate.zone)
  }

  private func flaws(of sale: RecordedPurchase) -> Int {
    var flaws = 0
    if isOfOtherEntity(sale) { flaws |= 1 << SaleFlaw.otherEntity.rawValue }
    if !isSimilar(sale) { flaws |= 1 << SaleFlaw.notOwnSimilar.rawValue }
    if sale.purchase.optOutOffered != true { flaws |= 1 << SaleFlaw.noOptOutAtCollection.rawValue }
    return flaws
  }

  /// An offer that is like nothing, as far as is known, is like no sale.
  private var flawsOfEverySale: Int {
    let mayBeSimilar = use.activity?.isSimilar ?? (use.activity?.productLine != nil)
    return mayBeSimilar ? 0 : 1 << SaleFlaw.notOwnSimilar.rawValue
  }

  private func isOfOtherEntity(_ sale: RecordedPurchase) -> Bool {
    if sale.purchase.entity == nil, use.activity?.entity == nil { return false }
    let own = gate.policy.controller.entity
    return sale.purchase.entity ?? own != use.activity?.entity ?? own
  }

  private func isSimilar(_ sale: RecordedPurchase) -> Bool {
    if let isSimilar = use.activity?.isSimilar { return isSimilar }
    guard let line = use.activity?.productLine else { return false }
    for index in sale.purchase.lines.indices where sale.purchase.lines[index].productLine == line {
      return true
    }
    return false
  }

  func saleFails(_ flaw: SaleFlaw) -> Bool {
    guard let sale else { return flaw == .noSale }
    return sale.flaws & (1 << flaw.rawValue) != 0
  }

  // MARK: Contract

  /// What the contract rests on: a purchase, or an open promise, inside the purpose's retention.
  func agreement() -> FactID? {
    let retention = plan.terms?.purpose.retention
    for side in sides {
      if let purchase = side.history.purchases.last(at: at), isKept(purchase.at, retention) {
        return side.history.facts[Int(purchase.fact)]
      }
      for promise in side.history.promises.entries(at: at).reversed()
      where promise.value.kind == .made {
        // Whoever kept or made it good, it is done.
        let isDone = sides.contains {
          $0.history.promises.entries(at: at).contains {
            ($0.value.kind == .kept || $0.value.kind == .madeGood)
              && $0.value.key == promise.value.key
          }
        }
        if !isDone, isKept(promise.at, retention) { return side.history.facts[Int(promise.fact)] }
      }
    }
    return nil
  }

  private func isKept(_ moment: Timestamp, _ retention: Purpose.Retention?) -> Bool {
    guard let retention else { return true }
    let start = retention.after == .endOfBookYear ? endOfYear(moment) : moment
    return !retention.keepFor.hasEnded(at: at, since: start, in: gate.zone)
  }

  // MARK: Retention and freshness

  /// Whether a span since the last event of a kind has ended; not so without such an event.
  func hasEnded(_ span: Span, since anchor: Purpose.Retention.Anchor) -> Bool {
    moment(of: anchor).map { span.hasEnded(at: at, since: $0, in: gate.zone) } ?? false
  }

  func moment(of anchor: Purpose.Retention.Anchor) -> Timestamp? {
    switch anchor {
    case .lastActivity: lastActivity ?? earliest()
    case .consent: lastConsent() ?? earliest()
    case .lastPurchase: lastPurchase()
    case .endOfBookYear: lastPurchase().map { endOfYear($0) }
    }
  }

  private func endOfYear(_ moment: Timestamp) -> Timestamp {
    let year = gate.zone.day(of: moment).year
    return Day(year: year, month: 12, day: 31).map { gate.zone.start(of: $0) } ?? moment
  }

  private func lastPurchase() -> Timestamp? {
    latest { $0.history.purchases.last(at: at)?.at }
  }

  private func earliest() -> Timestamp? {
    var earliest: Timestamp?
    for side in sides {
      if let moment = side.history.earliest { earliest = min(earliest ?? moment, moment) }
    }
    return earliest.flatMap { $0 <= at ? $0 : nil }
  }

  private func lastConsent() -> Timestamp? {
    latest { side in
      side.history.consents.entries(at: at).last {
        $0.value.consent.purpose == use.purpose
      }?.at
    }
  }

  func findLastActivity() -> Timestamp? {
    latest { side in
      let done = side.history.activities.last(at: at)?.at
      // A consent is an act of the person when it can be shown.
      let consents = side.history.consents
      for index in (0..<consents.count(at: at)).reversed() {
        let moment = consents.entries[index].at
        if let done, moment <= done { break }
        let consent = consents.entries[index].value
        if let terms = gate.terms(of: consent.consent.purpose),
          terms.claimFlaws(of: consent, at: moment).isEmpty
        {
          return moment
        }
      }
      return done
    }
  }

  private func latest(_ moment: (Profile.Side) -> Timestamp?) -> Timestamp? {
    var latest: Timestamp?
    for side in sides {
      if let found = moment(side) { latest = max(latest ?? found, found) }
    }
    return latest
  }
}
