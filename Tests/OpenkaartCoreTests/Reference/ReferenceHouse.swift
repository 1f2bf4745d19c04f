import OpenkaartCore

// House rules: "marketing only".
extension ReferenceCase {
  // "A case complained of and not resolved at a strictly later moment."
  var hasOpenComplaint: Bool {
    policy.rules.openComplaint
      && entries.contains { entry in
        guard case .complained(let name, _) = entry.content else { return false }
        return !hasLater(entry) { $0 == .complaintResolved(case: name) }
      }
  }

  // "Broken, not made good strictly later."
  var hasBrokenPromise: Bool {
    policy.rules.brokenPromise
      && entries.contains { entry in
        guard case .promiseBroken(let name) = entry.content else { return false }
        return !hasLater(entry) { $0 == .promiseMadeGood(promise: name) }
      }
  }

  // "Likewise with `breachClosed`."
  var isBreachAffected: Bool {
    policy.rules.breachAffected
      && entries.contains { entry in
        guard case .affectedByBreach(let name) = entry.content else { return false }
        return !hasLater(entry) { $0 == .breachClosed(breach: name) }
      }
  }

  // "What closes, lifts or confirms speaks for its own side."
  private func hasLater(_ entry: ReferenceEntry, _ isMatch: (FactContent) -> Bool) -> Bool {
    entries.contains { $0.side == entry.side && $0.place > entry.place && isMatch($0.content) }
  }
}

/// What was bought, and not returned.
extension ReferenceCase {
  /// A line of a sale that counts as bought.
  private struct Bought {
    let line: Purchase.Line
    let place: Timestamp
  }

  private var bought: [Bought] {
    purchases.flatMap { entry -> [Bought] in
      guard case .purchased(let purchase) = entry.content else { return [] }
      // A line of quantity 0 sells nothing.
      return purchase.lines.filter { $0.quantity > 0 && !isReturned($0, order: purchase.order) }.map
      {
        Bought(line: $0, place: entry.place)
      }
    }
  }

  // "`returned` takes back, per order and product (per product line when it names no product), what lines
  // of that order sold; a line counts as bought unless returned quantities reach what that order sold of
  // it. Without order nothing is matched."
  private func isReturned(_ line: Purchase.Line, order: String?) -> Bool {
    guard let order else { return false }
    let sold = linesSold(in: order)
    let back = linesReturned(of: order)
    // "Per order and product (per product line when it names no product)."
    if let product = line.product {
      return quantity(back.filter { $0.product == product })
        >= quantity(sold.filter { $0.product == product })
    }
    let isSame: (Purchase.Line) -> Bool = {
      $0.product == nil && $0.productLine == line.productLine
    }
    return quantity(back.filter(isSame)) >= quantity(sold.filter(isSame))
  }

  private func quantity(_ lines: [Purchase.Line]) -> Int64 { lines.reduce(0) { $0 + $1.quantity } }

  private func linesSold(in order: String) -> [Purchase.Line] {
    purchases.flatMap { entry -> [Purchase.Line] in
      guard case .purchased(let purchase) = entry.content, purchase.order == order else {
        return []
      }
      return purchase.lines
    }
  }

  private func linesReturned(of order: String) -> [Purchase.Line] {
    entries.flatMap { entry -> [Purchase.Line] in
      guard case .returned(let back) = entry.content, back.order == order else { return [] }
      return back.lines
    }
  }

  // "An offer of line X is refused while a line equal to X or competing with X (`competesWith` read both
  // ways) was bought, and not fully returned, within the span of X."
  var isRecentlyBought: Bool {
    guard let offered = use.activity?.productLine else { return false }
    return policy.rules.recentlyBought.contains { rule in
      rule.line == offered
        && bought.contains { bought in
          guard let line = bought.line.productLine, competes(line, offered) else { return false }
          return at < zone.end(of: rule.span, from: bought.place)
        }
    }
  }

  private func competes(_ one: String, _ other: String) -> Bool {
    func names(_ line: String, _ rival: String) -> Bool {
      policy.productLines.contains { $0.id == line && $0.competesWith.contains(rival) }
    }
    return one == other || names(one, other) || names(other, one)
  }

  // "`house.priceRegret`: a line bought within the span, not returned, of the same product (without
  // product in the activity: of the same product line) at a higher price per unit. An activity without
  // `priceCents` offers no price." "An activity that names no `productLine` offers no product."
  var isPriceRegretted: Bool {
    guard let span = policy.rules.priceRegret, let activity = use.activity,
      let offered = activity.productLine, let price = activity.priceCents
    else { return false }
    return bought.contains { bought in
      guard let paid = bought.line.priceCents, paid > price,
        at < zone.end(of: span, from: bought.place)
      else { return false }
      if let product = activity.product { return bought.line.product == product }
      return bought.line.productLine == offered
    }
  }
}
