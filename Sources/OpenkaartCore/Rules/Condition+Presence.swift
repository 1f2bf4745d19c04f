extension Condition {
  /// Kinds of which one must be known for the condition to hold; empty when it may hold without.
  var needs: Presence {
    switch self {
    case .all(let conditions): conditions.lazy.map(\.needs).first { !$0.isEmpty } ?? []
    case .any(let conditions):
      conditions.contains { $0.needs.isEmpty }
        ? [] : conditions.reduce(into: Presence()) { $0.formUnion($1.needs) }
    case .holds(let feature): feature.needs
    case .bought, .paidMoreThanOffered: .purchases
    case .sent(_, let count, _): count > 0 ? .contacts : []
    case .mergedInConflict: .joins
    case .always, .never, .not, .asks, .carried, .on, .ended, .quiet: []
    }
  }
}

extension Feature {
  fileprivate var needs: Presence {
    switch self {
    case .isErased, .erasureKeptData: .erasures
    case .isDeceased: [.deaths, .listings]
    case .isOnPostfilter: .listings
    case .restrictionStands: .restrictions
    case .erasureIsRequested, .requestIsOpen: .requests
    case .objectionStands: .objections
    case .privacyControlStands: .signals
    case .optOutIsUsed: [.refusals, .returns, .objections]
    case .consentHolds: .holdingConsent
    case .consentFails: .flawedConsent
    case .consentIsMissing: .noConsent
    case .consentIsInConflict: .conflictingConsent
    case .refusalStands: .standingRefusals
    case .pointIsBounced, .pointComplainedOfSpam: .returns
    case .complaintIsOpen: .complaints
    case .promiseIsBroken: .promises
    case .breachIsOpen: .breaches
    case .topicIsUnwanted: .topics
    case .channelIsUnwanted: .channels
    case .isPaused: .pauses
    case .ownQuietHours: .quietHours
    case .wishedFrequencyIsReached: .frequencies
    case .isCustomer, .saleCarries: .purchases
    default: []
    }
  }
}
