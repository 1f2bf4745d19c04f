/// The rules that can matter to one purpose over one channel, with all that is known beforehand
/// filled in.
final class Plan: Sendable {
  /// A rule that can matter here, and what remains of its condition.
  final class Article: Sendable {
    let rule: Rule
    let condition: Condition

    init(rule: Rule, condition: Condition) {
      self.rule = rule
      self.condition = condition
    }
  }

  /// What is looked at to apply a rule: numbers alone, so that walking over rules counts no
  /// references.
  struct Step: Sendable {
    /// The place of its rule in ``Plan/articles``.
    let article: Int
    /// Where the condition starts in the plan's program.
    let start: Int
    /// The place of its code in the order of reasons.
    let rank: Int
    /// The first and last day of the rule, as numbers; every day without bounds.
    let days: ClosedRange<Int32>
    /// What must be known for the condition to hold.
    let needs: Presence
    let isWait: Bool

    init(_ article: Article, at place: Int, start: Int) {
      self.article = place
      self.start = start
      rank = article.rule.code.rank
      let first = (article.rule.validFrom ?? .first).number
      days = first...max(first, (article.rule.validTo ?? .last).number)
      needs = article.condition.needs
      isWait = article.rule.role == .wait
    }
  }

  let terms: PurposeTerms?
  let articles: [Article]
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
  /// What stops or delays the use, in the order of reasons.
  let stops: [Step]
  /// Why no basis holds, in the order of reasons.
  let failures: [Step]

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
    var failures: [Step] = []
    var program = Program()
    var articles: [Article] = []
    var noBasis: Step?
    for rule in rules {
      let condition = rule.condition.simplified(by: known.answer)
      guard condition != .never else { continue }
      let article = Article(rule: rule, condition: condition)
      let step = Step(article, at: articles.count, start: program.add(condition))
      articles.append(article)
      switch rule.role {
      case .basis(let basis): bases[basis, default: []].append(step)
      case .remark: remarks.append(step)
      case .stop, .wait: stops.append(step)
      case .failure where rule.code == .basisNone: noBasis = noBasis ?? step
      case .failure: failures.append(step)
      }
    }
    self.bases = (purpose?.bases ?? []).map { ($0, bases[$0] ?? []) }
    self.articles = articles
    self.program = program
    self.remarks = remarks
    self.noBasis = noBasis
    self.stops = stops
    self.failures = failures
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
