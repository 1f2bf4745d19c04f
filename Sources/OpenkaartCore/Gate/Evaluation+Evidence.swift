extension Evaluation {
  /// Makes a reason of a finding, with the facts it rests on.
  func reason(_ finding: Findings.Finding) -> Reason {
    let article = plan.articles[finding.step.article]
    return Reason(
      code: article.code, effect: article.effect, rule: article.rule, source: article.source,
      evidence: evidence(finding), ends: finding.ends)
  }

  /// The facts that the rules of a finding rest on, each once.
  private func evidence(_ finding: Findings.Finding) -> [FactID] {
    var facts = evidence(plan.articles[finding.step.article])
    for step in finding.more {
      facts += evidence(plan.articles[step.article]).filter { !facts.contains($0) }
    }
    return facts
  }

  private func list(_ fact: FactID?) -> [FactID] { fact.map { [$0] } ?? [] }

  /// When the condition of an article ends by itself, if that can be computed.
  func end(of article: Plan.Article) -> Timestamp? {
    for condition in article.passing {
      if let end = end(of: condition) { return end }
    }
    return nil
  }

  private func end(of condition: Condition) -> Timestamp? {
    switch condition {
    case .bought(let lines, let span): return lastBought(lines, within: span)?.ends
    case .paidMoreThanOffered(let span): return lastPaidMore(within: span)?.ends
    case .sent(let channels, let max, let window):
      let milliseconds = window.windowMilliseconds
      return end(
        of: sends(over: channels, within: milliseconds), max: max, window: milliseconds)
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
  private func evidence(_ article: Plan.Article) -> [FactID] {
    switch article.code {
    case .basisConsent: return list(consentStanding.holding.map { fact(of: $0) })
    case .consentWithdrawn, .consentRefused:
      return list(consentStanding.standingNo.map { fact(of: $0) })
    case .consentUnconfirmed, .consentUnproven, .consentExpired, .consentNoticeOutdated,
      .consentNotAffirmative, .consentNotExplicit, .consentGuardianRequired:
      return flawedConsents.map { fact(of: $0.answer) }
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
    default: return evidenceOfHouse(article)
    }
  }

  private func evidenceOfHouse(_ article: Plan.Article) -> [FactID] {
    switch article.code {
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
      return article.counting.flatMap { facts(behind: $0) }
    default: return []
    }
  }

  /// The facts that a condition with numbers of the policy counted.
  private func facts(behind condition: Condition) -> [FactID] {
    switch condition {
    case .bought(let lines, let span):
      return list(lastBought(lines, within: span)?.fact)
    case .paidMoreThanOffered(let span): return list(lastPaidMore(within: span)?.fact)
    case .sent(let channels, _, let window):
      return sends(over: channels, within: window.windowMilliseconds).map { fact(of: $0) }
    default: return []
    }
  }
}
