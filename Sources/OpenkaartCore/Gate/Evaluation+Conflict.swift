extension Evaluation {
  /// The end of the hold after a merge of sides that differ; `nil` when there is none to wait for.
  func conflictHoldEnd(_ span: Span) -> Timestamp? {
    guard let merged = mergedAt, sides.count > 1 else { return nil }
    let end = span.end(after: merged, in: gate.zone)
    return end > at && sidesDiffer ? end : nil
  }

  private var sidesDiffer: Bool {
    let histories = sides.map(\.history)
    return attributesDiffer(histories) || answersDiffer(histories)
  }

  /// Two sides know a birth date or a name, and it is not the same.
  private func attributesDiffer(_ histories: [History]) -> Bool {
    ["birthDate", "givenName", "familyName"].contains { name in
      let known = histories.compactMap { $0.attributes.latest(name, at: at)?.value }
      return Set(known).count > 1
    }
  }

  /// One side's latest word on a purpose and channel is yes, and another's covers it with a no.
  private func answersDiffer(_ histories: [History]) -> Bool {
    for (place, history) in histories.enumerated() {
      for entry in history.consents.entries(at: at) {
        let consent = entry.value.consent
        guard let terms = gate.terms(of: consent.purpose),
          terms.claimFlaws(of: entry.value, at: entry.at).isEmpty
        else { continue }
        let purpose = terms.purpose
        let own = latestNo(history, purpose, consent.channel)
        guard own.map({ entry.at > $0 }) ?? true else { continue }
        let others = histories.enumerated().filter { $0.offset != place }
        if others.contains(where: { latestNo($0.element, purpose, consent.channel) != nil }) {
          return true
        }
      }
    }
    return false
  }

  /// The latest no of a side that covers a purpose and channel, contact points apart.
  private func latestNo(_ history: History, _ purpose: Purpose, _ channel: Channel) -> Timestamp? {
    var moments: [Timestamp] = []
    for entry in history.refusals.entries(at: at) {
      let no = entry.value.refusal
      let isAbout =
        no.purpose.map { $0 == purpose.id } ?? (!entry.value.isWithdrawal || purpose.isMarketing)
      if isAbout, no.channel.map({ $0 == channel }) ?? true { moments.append(entry.at) }
    }
    for entry in history.returns.entries(at: at) where entry.value.kind == .unsubscribed {
      let sends = correspondence.answered(by: entry.value)
      let isAbout =
        sends.isEmpty
        ? purpose.isMarketing
        : sends.contains { send in
          send.contact.channel == channel
            && send.contact.purpose.map { $0 == purpose.id } ?? purpose.isMarketing
        }
      if isAbout { moments.append(entry.at) }
    }
    for entry in history.objections.entries(at: at) {
      let objection = entry.value
      guard objection.scope != .topic, objection.purpose.map({ $0 == purpose.id }) ?? true,
        objection.channel.map({ $0 == channel }) ?? true,
        objection.scope == .purpose || purpose.isMarketing
      else { continue }
      moments.append(entry.at)
    }
    return moments.max()
  }
}
