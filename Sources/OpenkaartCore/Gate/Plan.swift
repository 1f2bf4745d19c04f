/// The rules that can matter to one purpose over one channel, with all that is known beforehand
/// filled in.
final class Plan: Sendable {
  /// What a reason says of the rule that gave it: a rule that can matter here.
  struct Article: Sendable {
    let code: ReasonCode
    let effect: Reason.Effect
    let rule: String
    let source: String
    /// When the rule applies, as far as purpose and channel leave that open.
    let condition: Condition
    /// Where that starts in the plan's program.
    let start: Int
  }

  /// What is looked at to apply a rule: numbers alone, so that walking over rules counts no
  /// references.
  struct Step: Sendable {
    /// The place of its rule in ``Plan/articles``, and so in the order of reasons.
    let article: Int32
    /// Where the condition starts in the plan's program.
    let start: Int32
    /// The numbers of the first and last day of the rule; every day without bounds.
    let days: ClosedRange<Int32>
    /// What must be known for the condition to hold.
    private let needs: Presence
    let isWait: Bool
    let isFailure: Bool

    init(_ rule: Rule, condition: Condition, at place: Int, start: Int) {
      article = Int32(place)
      self.start = Int32(start)
      let first = (rule.validFrom ?? .first).number
      days = first...max(first, (rule.validTo ?? .last).number)
      needs = condition.needs
      isWait = rule.role == .wait
      isFailure = rule.role == .failure
    }

    /// Whether the rule is in force, and something is known of what its condition needs.
    func mayApply(to presence: Presence, on day: Day) -> Bool {
      (needs.isEmpty || !needs.isDisjoint(with: presence)) && days.contains(day.number)
    }
  }

  let terms: PurposeTerms?
  let articles: [Article]
  let program: Program
  let isMarketing: Bool
  /// The data categories of a use that names none.
  let defaultData: [String]
  let defaultDataIsSpecial: Bool
  /// The rules of the bases the purpose lists, in its order; a bit for each basis.
  let bases: [(bit: UInt8, step: Step)]
  let remarks: [Step]
  /// What is said when no basis holds and nothing more exact can be.
  let noBasis: Step?
  /// What stops or delays the use, in the order of reasons.
  let stops: [Step]
  /// The same for a use that no basis carries: with why none does.
  let refusals: [Step]

  /// Works out what is known beforehand; the rules come in the order of reasons.
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
    var refusals: [Step] = []
    var program = Program()
    var articles: [Article] = []
    var noBasis: Step?
    for rule in rules {
      let condition = rule.condition.simplified(by: known.answer)
      guard condition != .never else { continue }
      let step = Step(
        rule, condition: condition, at: articles.count, start: program.add(condition))
      articles.append(
        Article(
          code: rule.code, effect: rule.effect, rule: rule.id, source: rule.source,
          condition: condition, start: Int(step.start)))
      switch rule.role {
      case .basis(let basis): bases[basis, default: []].append(step)
      case .remark: remarks.append(step)
      case .stop, .wait:
        stops.append(step)
        refusals.append(step)
      case .failure where rule.code == .basisNone: noBasis = noBasis ?? step
      case .failure: refusals.append(step)
      }
    }
    self.bases = (purpose?.bases ?? []).flatMap { basis in
      (bases[basis] ?? []).map { (1 << UInt8(basis.index), $0) }
    }
    self.articles = articles
    self.program = program
    self.remarks = remarks
    self.noBasis = noBasis
    self.stops = stops
    self.refusals = refusals
  }
}

extension Plan {
  /// What is known of a question from its purpose and channel alone.
  ///
  /// By reference: it is asked at every condition of every rule, and a policy is much to copy.
  final class Known: Sendable {
    private let purpose: Purpose?
    private let channel: Channel
    private let isPromotional: Bool
    private let isMarketing: Bool
    private let policy: Policy

    init(
      purpose: Purpose?, channel: Channel, isPromotional: Bool, isMarketing: Bool, policy: Policy
    ) {
      (self.purpose, self.channel, self.policy) = (purpose, channel, policy)
      (self.isPromotional, self.isMarketing) = (isPromotional, isMarketing)
    }

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
