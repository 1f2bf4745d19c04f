internal import OpenkaartCore

extension SegmentFacts {
  /// What of a purchase stayed with the person.
  struct Kept {
    let at: Timestamp
    let fact: FactID
    let cents: Int64
  }

  /// What counts of one kind: how often, how much, on how many days.
  struct Bought {
    var facts: [FactID] = []
    var cents: Int64 = 0
    var days: Set<Day> = []

    var times: Int64 { Int64(facts.count) }
  }

  /// Goods of an order that are the same: by product, or by line where no product is named.
  private struct Goods: Hashable {
    let order: String
    let product: String?
    let line: String?

    init?(_ line: Purchase.Line, of order: String?) {
      guard let order else { return nil }
      self.order = order
      product = line.product
      self.line = line.product == nil ? line.productLine : nil
    }
  }

  /// The purchases of a line that count at a moment, less what came back by then, oldest first.
  ///
  /// A purchase that names no goods counts as one of anything.
  func kept(_ line: String?, at moment: Timestamp) -> [Kept] {
    var back: [Goods: Int64] = [:]
    for goods in returns where goods.at <= moment {
      for line in goods.value.lines {
        guard let name = Goods(line, of: goods.value.order) else { continue }
        back[name] = Self.sum(back[name] ?? 0, max(0, line.quantity))
      }
    }
    return purchases.prefix { $0.at <= moment }.compactMap { entry in
      let lines = entry.value.lines
      var (cents, isKept): (Int64, Bool) = (0, line == nil && lines.isEmpty)
      for sold in lines {
        var left = sold.quantity
        if !back.isEmpty, let name = Goods(sold, of: entry.value.order), let returned = back[name] {
          let taken = min(returned, max(0, left))
          back[name] = returned - taken
          left -= taken
        }
        guard left > 0, line == nil || sold.productLine == line else { continue }
        isKept = true
        cents = Self.sum(cents, Self.product(left, max(0, sold.priceCents ?? 0)))
      }
      return isKept ? Kept(at: entry.at, fact: entry.fact, cents: cents) : nil
    }
  }

  /// The purchases of a line within a span, added up.
  func bought(_ line: String?, within span: Span?, at moment: Timestamp, in zone: ZoneRules)
    -> Bought
  {
    var sum = Bought()
    for purchase in kept(line, at: moment) {
      if let span, span.hasEnded(at: moment, since: purchase.at, in: zone) { continue }
      sum.facts.append(purchase.fact)
      sum.cents = Self.sum(sum.cents, purchase.cents)
      sum.days.insert(zone.day(of: purchase.at))
    }
    return sum
  }

  /// The sum, or the largest number where it does not fit.
  private static func sum(_ one: Int64, _ other: Int64) -> Int64 {
    let (sum, overflows) = one.addingReportingOverflow(other)
    return overflows ? .max : sum
  }

  private static func product(_ one: Int64, _ other: Int64) -> Int64 {
    let (product, overflows) = one.multipliedReportingOverflow(by: other)
    return overflows ? .max : product
  }
}
