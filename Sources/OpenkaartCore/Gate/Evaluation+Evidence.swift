extension Evaluation {
  /// Makes reasons of what was found, each with the facts it rests on.
  ///
  /// Several rules of one code, as several caps, are one reason: the last of their ends counts.
  func reasons(of findings: Findings) -> [Reason] {
    let stops = findings.stops
    var reasons: [Reason] = []
    reasons.reserveCapacity(stops.count + findings.remarks.count + 1)
    var index = 0
    while index < stops.count {
      let first = stops[index]
      var evidence = evidence(ofArticle: first.article)
      var ends = first.ends
      index += 1
      while index < stops.count,
        plan.articles[stops[index].article].code == plan.articles[first.article].code
      {
        for fact in self.evidence(ofArticle: stops[index].article)
        where !evidence.contains(fact) { evidence.append(fact) }
        ends = Findings.later(ends, stops[index].ends)
        index += 1
      }
      reasons.append(reason(ofArticle: first.article, evidence: evidence, ends: ends))
    }
    if let basis = findings.basis {
      reasons.append(
        reason(ofArticle: basis, evidence: evidence(ofArticle: basis), ends: nil))
    }
    for remark in findings.remarks {
      reasons.append(
        reason(ofArticle: remark, evidence: evidence(ofArticle: remark), ends: nil))
    }
    return reasons
  }

  private func reason(ofArticle place: Int, evidence: [FactID], ends: Timestamp?) -> Reason {
    Reason(
      code: plan.articles[place].code, effect: plan.articles[place].effect,
      rule: plan.articles[place].rule, source: plan.articles[place].source, evidence: evidence,
      ends: ends)
  }

  private func list(_ fact: FactID?) -> [FactID] { fact.map { [$0] } ?? [] }

  /// When what holds at a place of the program ends by itself, if that can be computed: the first
  /// of its conditions that tells.
  func end(at start: Int, in steps: Steps) -> Timestamp? {
    guard case .all = steps[start].test else { return end(of: steps[start].test) }
    var next = start + 1
    while next < steps[start].end {
      if let end = end(at: next, in: steps) { return end }
      next = Int(steps[next].end)
    }
    return nil
  }

  private func end(of test: Program.Test) -> Timestamp? {
    switch test {
    case .bought(let lines, let span):
      return lastBought(plan.program.lines[Int(lines)], within: span)?.ends
    case .paidMoreThanOffered(let span): return lastPaidMore(within: span)?.ends
    case .sent(let channels, let max, let window):
      return end(of: sends(over: channels, within: window), max: max, window: window)
    case .quiet(let hours): return quietEnd(hours)
    case .mergedInConflict(let span): return conflictHoldEnd(span)
    case .holds(.ownQuietHours):
      return ownQuietHours().filter { isQuiet($0) }.map { quietEnd($0) }.max()
    case .holds(.isPaused): return pauseEnd()?.end
    case .holds(.wishedFrequencyIsReached):
      var latest: Timestamp?
      for reached in wishesReached() {
        guard
          let end = end(
            of: reached.sends, max: reached.wish.count, window: reached.wish.window.milliseconds)
        else { return nil }
        latest = max(latest ?? end, end)
      }
      return latest
    default: return nil
    }
  }

  /// The facts a reason rests on; empty for a reason about the question itself.
  private func evidence(ofArticle place: Int) -> [FactID] {
    switch plan.articles[place].code {
    case .basisConsent: return list(consentStanding.holding.map { fact(of: $0) })
    case .consentWithdrawn, .consentRefused:
      return list(consentStanding.standingNo.map { fact(of: $0) })
    case .consentUnconfirmed, .consentUnproven, .consentExpired, .consentNoticeOutdated,
      .consentNotAffirmative, .consentNotExplicit, .consentGuardianRequired:
      return consentStanding.flawed.map { fact(of: $0.answer) }
    case .consentConflict: return merges.map(\.fact)
    case .basisSoftOptIn, .softOptInNotOwnSimilar, .softOptInNoOptOutAtCollection,
      .softOptInOtherEntity:
      return list(sale.map { fact(of: $0) })
    case .softOptInOptedOut: return list(usedOptOut())
    case .basisContract: return list(agreement())
    case .objectionDirectMarketing: return list(standingObjection(.directMarketing))
    case .objectionPurpose: return list(standingObjection(.purpose))
    case .objectionChannel: return list(standingObjection(.channel))
    case .objectionTopic: return list(standingObjection(.topic))
    case .signalGpc: return list(standingPrivacyControl())
    default: return evidenceOfHouse(place)
    }
  }

  private func evidenceOfHouse(_ place: Int) -> [FactID] {
    switch plan.articles[place].code {
    case .subjectDeceased: return list(deathEvidence())
    case .rightRestricted: return standingRestrictions().map(\.fact)
    case .rightErasurePending: return openRequests().filter(\.isErasure).map(\.fact)
    case .rightOpenRequest: return openRequests().map(\.fact)
    case .postOptedOutRegister: return list(listing(in: .postfilter))
    case .contactPointBounced: return returned { $0.isBounce }
    case .contactPointSpamComplaint: return list(spamComplaint())
    case .profileMergeConflict: return merges.map(\.fact)
    case .houseOpenComplaint: return list(openCase { $0.history.complaints })
    case .houseBrokenPromise: return list(brokenPromise())
    case .houseBreachAffected: return list(openCase { $0.history.breaches })
    case .preferenceTopic: return list(unwantedTopic())
    case .preferenceChannel: return list(unwantedChannel())
    case .preferencePaused: return list(pauseEnd()?.fact)
    case .preferenceFrequency: return wishesReached().flatMap { $0.sends.map { fact(of: $0) } }
    case .houseRecentlyBought, .housePriceRegret, .capFrequency:
      return plan.program.steps.withUnsafeBufferPointer {
        counted(at: plan.articles[place].start, in: $0)
      }
    default: return []
    }
  }

  /// The facts that the conditions with numbers of the policy counted, at a place of the program.
  private func counted(at start: Int, in steps: Steps) -> [FactID] {
    switch steps[start].test {
    case .all:
      var facts: [FactID] = []
      var next = start + 1
      while next < steps[start].end {
        facts += counted(at: next, in: steps)
        next = Int(steps[next].end)
      }
      return facts
    case .bought(let lines, let span):
      return list(lastBought(plan.program.lines[Int(lines)], within: span).map { fact(of: $0) })
    case .paidMoreThanOffered(let span):
      return list(lastPaidMore(within: span).map { fact(of: $0) })
    case .sent(let channels, _, let window):
      return sends(over: channels, within: window).map { fact(of: $0) }
    default: return []
    }
  }
}
