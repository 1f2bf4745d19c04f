/// A policy made ready to decide by: what does not depend on the person is worked out once.
///
/// It is kept by reference, so that a decision copies nothing of it.
final class CompiledPolicy: Sendable {
  let policy: Policy
  let rules: [Rule]
  let zones: ZoneTable
  /// The zone in which the controller counts days.
  let zone: ZoneRules
  /// Per purpose, channel and whether the activity promotes; last those of no registered purpose.
  private let plans: [Plan]
  private let terms: [PurposeTerms]
  /// The rule behind each pair of rule id and reason code.
  let texts: [String: Rule]

  init(policy: Policy, zones: ZoneTable, rules: [Rule]) {
    self.policy = policy
    self.rules = rules
    self.zones = zones
    let zone = zones[policy.controller.timeZone] ?? .utc
    self.zone = zone
    let terms = policy.purposes.map { PurposeTerms($0, of: policy, in: zone) }
    self.terms = terms
    texts = Dictionary(rules.map { ($0.id + $0.code.rawValue, $0) }) { first, _ in first }
    // The same order of reasons, whatever the order of the rules.
    let ordered = rules.sorted { $0.code == $1.code ? $0.id < $1.id : $0.code < $1.code }
    plans = (terms.map(Optional.some) + [nil]).flatMap { terms in
      Channel.allCases.flatMap { channel in
        [false, true].map { isPromotional in
          Plan(
            terms: terms, channel: channel, isPromotional: isPromotional, policy: policy,
            rules: ordered)
        }
      }
    }
  }

  func plan(for use: Use) -> Plan {
    let purpose = terms.firstIndex { $0.purpose.id == use.purpose } ?? terms.count
    let promotes = use.activity?.isPromotional == true ? 1 : 0
    return plans[(purpose * Channel.allCases.count + use.channel.index) * 2 + promotes]
  }

  func terms(of purpose: String) -> PurposeTerms? { terms.first { $0.purpose.id == purpose } }

  /// Whether a message for a purpose counts as marketing; a missing or unknown purpose does.
  func isMarketing(_ purpose: String?) -> Bool {
    guard let purpose else { return true }
    for terms in terms where terms.purpose.id == purpose { return terms.purpose.isMarketing }
    return true
  }
}

/// A purpose with the versions of its notice, and since when each was shown.
final class PurposeTerms: Sendable {
  let purpose: Purpose
  /// The versions of the purpose's notice, with the moment from which each may be cited.
  private let notices: [(notice: Notice.Version, start: Timestamp)]

  init(_ purpose: Purpose, of policy: Policy, in zone: ZoneRules) {
    self.purpose = purpose
    let versions = policy.notices.first { $0.id == purpose.notice }?.versions ?? []
    notices = versions.map { ($0, zone.start(of: $0.validFrom)) }
  }

  /// Why a consent is only a claim: given by no act, or not shown with the words.
  func claimFlaws(of recorded: RecordedConsent, at moment: Timestamp) -> ConsentFlaws {
    var flaws: ConsentFlaws = []
    let method = recorded.consent.method
    if method == .preTicked { flaws.insert(.notAffirmative) }
    if method == nil || method == .imported { flaws.insert(.unproven) }
    if place(ofNoticeOf: recorded, at: moment) == nil { flaws.insert(.unproven) }
    return flaws
  }

  /// Whether the notice the person saw named these data categories and this recipient.
  func noticeCovers(
    _ recorded: RecordedConsent, data: [String], recipient: String?, at moment: Timestamp
  ) -> Bool {
    guard let place = place(ofNoticeOf: recorded, at: moment) else { return false }
    if let recipient, purpose.recipients.contains(recipient),
      !notices[place].notice.recipients.contains(recipient)
    {
      return false
    }
    for category in data where purpose.dataCategories.contains(category) {
      if !notices[place].notice.data.contains(category) { return false }
    }
    return true
  }

  private func place(ofNoticeOf recorded: RecordedConsent, at moment: Timestamp) -> Int? {
    guard recorded.consent.notice?.id == purpose.notice, purpose.notice != nil else { return nil }
    for index in notices.indices
    where notices[index].notice.version == recorded.consent.notice?.version
      && notices[index].start <= moment
    { return index }
    return nil
  }
}
