/// The rules that can matter to one purpose over one channel, with all that is known beforehand
/// filled in.
final class Plan: Sendable {
  /// A rule and what remains of its condition.
  final class Step: Sendable {
    let rule: Rule
    let condition: Condition
    /// Where the condition starts in the plan's program.
    let start: Int
    /// The place of its code in the order of reasons.
    let rank: Int
    /// The first and last day of the rule, as numbers; every day without bounds.
    let days: ClosedRange<Int32>

    init(rule: Rule, condition: Condition, start: Int) {
      self.rule = rule
      self.condition = condition
      self.start = start
      rank = rule.code.rank
      let first = (rule.validFrom ?? .first).number
      days = first...max(first, (rule.validTo ?? .last).number)
    }
  }

  let terms: PurposeTerms?
  let program: Program
  let isMarketing: Bool
  /// The data categories of a use that names none.
  let defaultData: [String]
  let defaultDataIsSpecial: Bool
  /// The rules of each basis the purpose lists, in its order.
  let bases: [(basis: LegalBasis, steps: [Step])]
  let remarks: [Step]
  /// What is said when no basis holds and nothing more exact can be.
  let noBasis: Step?
  /// What stops or delays the use, in the order of reasons, and what each needs to be known.
  let stops: [Step]
  let stopNeeds: [Presence]
  /// Why no basis holds, in the order of reasons.
  let failures: [Step]
  let failureNeeds: [Presence]

  init(
    terms: PurposeTerms?, channel: Channel, isPromotional: Bool, policy: Policy, rules: [Rule]
  ) {
    self.terms = terms
    let purpose = terms?.purpose
    let isMarketing = isPromotional || purpose?.isMarketing == true
    self.isMarketing = isMarketing
    let data = channel == .none ? purpose?.dataCategories ?? [] : ["contact"]
    defaultData = data
    defaultDataIsSpecial = policy.dataCategories.contains { $0.isSpecial && data.contains($0.id) }
    let known = Known(
      purpose: purpose, channel: channel, isPromotional: isPromotional, isMarketing: isMarketing,
      policy: policy)
    var bases: [LegalBasis: [Step]] = [:]
    var remarks: [Step] = []
    var stops: [Step] = []
    var failures: [Step] = []
    var program = Program()
    for rule in rules {
      let condition = rule.condition.simplified(by: known.answer)
      guard condition != .never else { continue }
      let step = Step(rule: rule, condition: condition, start: program.add(condition))
      switch rule.role {
      case .basis(let basis): bases[basis, default: []].append(step)
      case .remark: remarks.append(step)
      case .stop, .wait: stops.append(step)
      case .failure: failures.append(step)
      }
    }
    // The same order of reasons, whatever the order of the rules.
    let byCode: (Step, Step) -> Bool = {
      $0.rule.code == $1.rule.code ? $0.rule.id < $1.rule.id : $0.rule.code < $1.rule.code
    }
    self.bases = (purpose?.bases ?? []).map { basis in
      (basis, (bases[basis] ?? []).sorted(by: byCode))
    }
    self.program = program
    self.remarks = remarks.sorted(by: byCode)
    self.stops = stops.sorted(by: byCode)
    self.failures = failures.filter { $0.rule.code != .basisNone }.sorted(by: byCode)
    noBasis = failures.first { $0.rule.code == .basisNone }
    stopNeeds = self.stops.map(\.condition.needs)
    failureNeeds = self.failures.map(\.condition.needs)
  }
}

extension Plan {
  /// What is known of a question from its purpose and channel alone.
  struct Known {
    let purpose: Purpose?
    let channel: Channel
    let isPromotional: Bool
    let isMarketing: Bool
    let policy: Policy

    func answer(_ question: Question) -> Bool? {
      switch question {
      case .isMarketing: return isMarketing
      case .isPromotional: return isPromotional
      case .channel(let channels): return channels.contains(channel)
      case .isPurpose(let id): return purpose?.id == id
      case .purposeIsRegistered: return purpose != nil
      // A purpose nobody registered is refused for that; it covers nothing to speak of.
      case .channelIsCovered: return purpose.map { $0.channels.contains(channel) } ?? true
      case .dataIsCovered: return purpose == nil ? true : nil
      case .recipientIsCovered: return purpose == nil ? true : nil
      case .namesRecipient: return nil
      case .purposeHasRecipients: return purpose?.recipients.isEmpty == false
      case .lists(let basis): return purpose?.bases.contains(basis) == true
      case .hasAssessment: return purpose?.assessment?.isEmpty == false
      case .sectorKeepsPhone: return policy.controller.keepsPhoneSoftOptIn
      case .usesSpecialData, .names, .offers: return nil
      }
    }
  }
}
