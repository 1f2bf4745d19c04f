extension Policy {
  /// Whether the law lets `basis` carry a use of `purpose` over `channel` at all.
  ///
  /// What a policy may promise, with no person in sight: the gate also asks for the facts.
  func lets(_ basis: LegalBasis, carry channel: Channel, for purpose: Purpose) -> Bool {
    switch basis {
    case .consent: true
    case .contract, .legalObligation, .vitalInterest, .publicInterest: !purpose.isMarketing
    case .legitimateInterest: channel == .post || channel == .phone
    case .softOptIn:
      switch channel {
      case .email, .sms: purpose.isMarketing
      case .phone: purpose.isMarketing && keepsPhoneSoftOptIn(purpose)
      case .post, .push, .app, .web, .none: false
      }
    }
  }

  /// Calling customers without consent ended on 1 July 2026, but for a few sectors.
  private func keepsPhoneSoftOptIn(_ purpose: Purpose) -> Bool {
    if controller.keepsPhoneSoftOptIn { return true }
    guard let end = Day(year: 2026, month: 7, day: 1), let last = purpose.validTo else {
      return false
    }
    return last < end
  }
}
