extension Evaluation {
  /// The features of the house's own rules.
  func valueOfHouse(_ feature: Feature) -> Bool? {
    switch feature {
    case .pointIsMissing: return point.isMissing
    case .pointIsBounced: return isPointBounced
    case .pointComplainedOfSpam: return spamComplaint() != nil
    case .pointIsVerified: return isPointVerified
    case .complaintIsOpen: return openCase { $0.history.complaints } != nil
    case .breachIsOpen: return openCase { $0.history.breaches } != nil
    case .promiseIsBroken: return brokenPromise() != nil
    case .topicIsUnwanted: return unwantedTopic() != nil
    case .channelIsUnwanted: return unwantedChannel() != nil
    case .isPaused: return pauseEnd() != nil
    case .wishedFrequencyIsReached: return !wishesReached().isEmpty
    case .ownQuietHours: return ownQuietHours().contains { isQuiet($0) }
    default: return nil
    }
  }

  // MARK: Contact point

  private var isPointBounced: Bool {
    guard let target = point.target, !point.isMissing else { return false }
    return correspondence.isBounced(target, at: at)
  }

  func spamComplaint() -> FactID? { returned { $0 == .spamComplaint }.last }

  /// What came back on the point in question.
  func returned(_ isWanted: (Response.Kind) -> Bool) -> [FactID] {
    guard let target = point.target, !point.isMissing else { return [] }
    return correspondence.returned(on: target, at: at, isWanted).map(\.fact)
  }

  /// Verified, or confirmed in a double opt-in; a channel without points to verify always is.
  private var isPointVerified: Bool {
    guard let type = point.type else { return use.channel != .post || isAddressVerified }
    return sides.enumerated().contains { place, side in
      if side.history.verifications.entries(at: at)
        .contains(where: { $0.value.isAbout(point.text, of: type) })
      {
        return true
      }
      guard let index = point.index(place: place) else { return false }
      return side.history.confirmations.entries(at: at).contains { entry in
        guard entry.value.value.channel.pointType == type else { return false }
        return correspondence.point(entry.value.point, type, of: side, at: entry.at) == index
      }
    }
  }

  private var isAddressVerified: Bool {
    sides.contains { side in
      side.history.verifications.entries(at: at).contains { $0.value.channel == .post }
        || side.history.confirmations.entries(at: at).contains { $0.value.value.channel == .post }
    }
  }

  // MARK: Cases

  /// A case that was opened and not closed strictly later.
  func openCase(_ cases: (Profile.Side) -> Timeline<Step<Bool>>) -> FactID? {
    for side in sides {
      let counting = cases(side).entries(at: at)
      let open = counting.last { opening in
        opening.value.kind
          && !counting.contains {
            !$0.value.kind && $0.value.key == opening.value.key && $0.at > opening.at
          }
      }
      if let open { return side.history.facts[Int(open.fact)] }
    }
    return nil
  }

  func brokenPromise() -> FactID? {
    for side in sides {
      let counting = side.history.promises.entries(at: at)
      let broken = counting.last { step in
        step.value.kind == .broken
          && !counting.contains {
            $0.value.kind == .madeGood && $0.value.key == step.value.key && $0.at > step.at
          }
      }
      if let broken { return side.history.facts[Int(broken.fact)] }
    }
    return nil
  }

  // MARK: Purchases

  /// A purchase that a rule about offers rests on, and when it stops counting.
  struct Bought {
    /// The side it is known on, and its fact among that side's.
    let place: Int
    let fact: Int32
    let at: Timestamp
    let ends: Timestamp
  }

  /// What a rule about offers asks of the person's purchases.
  struct BoughtQuestion: Equatable {
    enum Meant: Equatable {
      /// Of one of these product lines.
      case lines([String])
      /// Dearer than the offer, and the same product or, where none is named, the same line.
      case dearer
    }

    let meant: Meant
    let span: Span
  }

  /// The fact of a purchase.
  func fact(of bought: Bought) -> FactID { sides[bought.place].history.facts[Int(bought.fact)] }

  func lastBought(_ lines: [String], within span: Span) -> Bought? {
    lastLine(BoughtQuestion(meant: .lines(lines), span: span))
  }

  func lastPaidMore(within span: Span) -> Bought? {
    guard use.activity?.priceCents != nil else { return nil }
    return lastLine(BoughtQuestion(meant: .dearer, span: span))
  }

  /// The latest line bought within the span, not returned, that a rule is about.
  func findLastLine(_ question: BoughtQuestion) -> Bought? {
    // No span ends later after an earlier purchase, so what is older than this needs no look.
    let oldest = at.advanced(by: -question.span.longestMilliseconds)
    var last: Bought?
    for place in sides.indices {
      let side = sides[place]
      let purchases = side.history.purchases.entries
      var index = side.history.purchases.count(at: at) - 1
      while index >= 0, purchases[index].at >= oldest {
        // Older purchases end no later, so the latest one meant decides for its side.
        if isBought(purchases[index].value, question.meant) {
          let ends = question.span.end(after: purchases[index].at, in: gate.zone)
          if ends > at, last.map({ $0.ends < ends }) ?? true {
            last = Bought(
              place: place, fact: purchases[index].fact, at: purchases[index].at, ends: ends)
          }
          break
        }
        index -= 1
      }
    }
    return last
  }

  private func isBought(_ recorded: RecordedPurchase, _ meant: BoughtQuestion.Meant) -> Bool {
    let lines = recorded.purchase.lines
    for index in lines.indices where lines[index].quantity > 0 && includes(lines[index], meant) {
      if !isReturned(lines[index], of: recorded.purchase.order) { return true }
    }
    return false
  }

  private func includes(_ bought: Purchase.Line, _ meant: BoughtQuestion.Meant) -> Bool {
    switch meant {
    case .lines(let lines): return bought.productLine.map { lines.contains($0) } ?? false
    case .dearer:
      guard let paid = bought.priceCents, let offered = use.activity?.priceCents,
        paid > offered
      else { return false }
      if let product = use.activity?.product { return bought.product == product }
      return bought.productLine != nil && bought.productLine == use.activity?.productLine
    }
  }

  /// Whether all that an order sold of a product came back.
  private func isReturned(_ line: Purchase.Line, of order: String?) -> Bool {
    guard let order, sides.contains(where: { !$0.history.goodsReturned.isEmpty }) else {
      return false
    }
    let isSame: (Purchase.Line) -> Bool = { other in
      line.product != nil
        ? other.product == line.product
        : other.product == nil && other.productLine == line.productLine
    }
    var sold: Int64 = 0
    var returned: Int64 = 0
    for side in sides {
      for entry in side.history.purchases.entries(at: at)
      where entry.value.purchase.order == order {
        for other in entry.value.purchase.lines where isSame(other) { sold &+= other.quantity }
      }
      for entry in side.history.goodsReturned.entries(at: at)
      where entry.value.order == order {
        for other in entry.value.lines where isSame(other) { returned &+= other.quantity }
      }
    }
    return returned >= sold
  }
}
