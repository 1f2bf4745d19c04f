import OpenkaartCore

/// Sides that differ.
extension ReferenceCase {
  // "`profile.mergeConflict`: with `mergeConflictHold`, from a `merged` edge on until the hold ends, when
  // two sides of the person differ."
  func mergeConflict() -> ReferenceWait? {
    guard let hold = policy.rules.mergeConflictHold else { return nil }
    let ends = person.mergedAt.map { zone.end(of: hold, from: $0) }.filter { at < $0 }
    guard !ends.isEmpty, doSidesDiffer else { return nil }
    return .latest(ends.map { .until($0) })
  }

  private var doSidesDiffer: Bool {
    person.sides.contains { one in
      person.sides.contains { other in
        one != other && (doNamesDiffer(one, other) || saysYes(one, where: other))
      }
    }
  }

  // "Both know a birth date, given or family name and it differs."
  private func doNamesDiffer(_ one: Int, _ other: Int) -> Bool {
    ["birthDate", "givenName", "familyName"].contains { name in
      let ones = latestValues(name, side: one).compactMap { $0 }
      let others = latestValues(name, side: other).compactMap { $0 }
      return ones.contains { value in others.contains { $0 != value } }
    }
  }

  // "One has a consent that is no claim and is its own latest word on a purpose and channel, and another a
  // no that covers that purpose and channel (contact points apart)."
  private func saysYes(_ one: Int, where other: Int) -> Bool {
    let refusals = entries.filter { $0.side == one || $0.side == other }
    return entries.contains { entry in
      guard entry.side == one, case .consented(let consent) = entry.content,
        claimCodes(of: consent, place: entry.place).isEmpty
      else { return false }
      let nos = refusals.filter { isNo($0, to: consent.purpose, over: consent.channel) }
      let isLatestWord = nos.allSatisfy { $0.side != one || $0.place < entry.place }
      return isLatestWord && nos.contains { $0.side == other }
    }
  }

  private func isNo(_ entry: ReferenceEntry, to purpose: String, over channel: Channel) -> Bool {
    let isMarketing = policy.purposes.first { $0.id == purpose }?.isMarketing == true
    if allNos().contains(where: {
      $0.entry.fact.id == entry.fact.id
        && $0.covers(purpose: purpose, isMarketing: isMarketing, channel: channel)
    }) {
      return true
    }
    // Sides that "differ in consent, objection": a limited objection counts as well.
    guard case .objected(let objection) = entry.content, objection.scope != .topic,
      objection.scope == .purpose || isMarketing
    else { return false }
    return objection.purpose ?? purpose == purpose && objection.channel ?? channel == channel
  }
}
