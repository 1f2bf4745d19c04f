extension Evaluation {
  /// Makes a reason of a finding, with the facts it rests on.
  func reason(_ finding: Findings.Finding) -> Reason {
    Reason(
      code: finding.step.rule.code, effect: finding.step.rule.effect, rule: finding.step.rule.id,
      source: finding.step.rule.source,
      evidence: evidence(finding.step.rule.code, finding.step.condition),
      ends: finding.ends)
  }

  /// When a condition ends by itself, if that can be computed.
  func end(of condition: Condition) -> Timestamp? {
    switch condition {
    case .all(let conditions):
      for condition in conditions {
        if let end = end(of: condition) { return end }
      }
      return nil
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
  private func evidence(_ code: ReasonCode, _ condition: Condition) -> [FactID] {
    switch code {
    case .basisConsent: return [consentStanding().holding?.fact].compactMap { $0 }
    case .consentWithdrawn, .consentRefused:
      return [consentStanding().standingNo?.fact].compactMap { $0 }
    case .consentUnconfirmed, .consentUnproven, .consentExpired, .consentNoticeOutdated,
      .consentNotAffirmative, .consentNotExplicit, .consentGuardianRequired:
      return consentStanding().flawed
    case .consentConflict: return membership.merges.map(\.fact)
    case .basisSoftOptIn, .softOptInNotOwnSimilar, .softOptInNoOptOutAtCollection,
      .softOptInOtherEntity:
      return [sale.map { fact(of: $0) }].compactMap { $0 }
    case .softOptInOptedOut: return [usedOptOut()].compactMap { $0 }
    case .basisContract: return [agreement()].compactMap { $0 }
    case .objectionDirectMarketing: return [standingObjection(.directMarketing)].compactMap { $0 }
    case .objectionPurpose: return [standingObjection(.purpose)].compactMap { $0 }
    case .objectionChannel: return [standingObjection(.channel)].compactMap { $0 }
    case .objectionTopic: return [standingObjection(.topic)].compactMap { $0 }
    case .signalGpc: return [standingPrivacyControl()].compactMap { $0 }
    default: return evidenceOfHouse(code, condition)
    }
  }

  private func evidenceOfHouse(_ code: ReasonCode, _ condition: Condition) -> [FactID] {
    switch code {
    case .subjectDeceased: return [deathEvidence()].compactMap { $0 }
    case .rightRestricted: return standingRestrictions().map(\.fact)
    case .rightErasurePending: return openRequests().filter(\.isErasure).map(\.fact)
    case .rightOpenRequest: return openRequests().map(\.fact)
    case .postOptedOutRegister: return [listing(in: .postfilter)].compactMap { $0 }
    case .contactPointBounced: return returned { $0.isBounce }
    case .contactPointSpamComplaint: return [spamComplaint()].compactMap { $0 }
    case .profileMergeConflict: return membership.merges.map(\.fact)
    case .houseOpenComplaint: return [openCase { $0.history.complaints }].compactMap { $0 }
    case .houseBrokenPromise: return [brokenPromise()].compactMap { $0 }
    case .houseBreachAffected: return [openCase { $0.history.breaches }].compactMap { $0 }
    case .preferenceTopic: return [unwantedTopic()].compactMap { $0 }
    case .preferenceChannel: return [unwantedChannel()].compactMap { $0 }
    case .preferencePaused: return [pauseEnd()?.fact].compactMap { $0 }
    case .preferenceFrequency: return wishesReached().flatMap { $0.sends.map { fact(of: $0) } }
    case .houseRecentlyBought, .housePriceRegret, .capFrequency: return facts(behind: condition)
    default: return []
    }
  }

  /// The facts that a condition with numbers of the policy counted.
  private func facts(behind condition: Condition) -> [FactID] {
    switch condition {
    case .all(let conditions): return conditions.flatMap { facts(behind: $0) }
    case .bought(let lines, let span):
      return [lastBought(lines, within: span)?.fact].compactMap { $0 }
    case .paidMoreThanOffered(let span): return [lastPaidMore(within: span)?.fact].compactMap { $0 }
    case .sent(let channels, _, let window):
      return sends(over: channels, within: window.windowMilliseconds).map { fact(of: $0) }
    default: return []
    }
  }
}
