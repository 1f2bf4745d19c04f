/// The rules that can matter to a use, with all that the question tells filled in.
///
/// What their conditions leave open is about the person alone, so whoever keeps many people in
/// columns can apply each rule to all of them at once.
package struct RulesInQuestion: Sendable {
  /// One rule, as far as the question leaves it open.
  package struct Item: Sendable {
    package let code: ReasonCode
    /// The stable id of the rule, such as `C04`.
    package let id: String
    package let isWait: Bool
    /// The first and last day of the rule, as numbers.
    package let days: ClosedRange<Int32>
    package let condition: Condition
  }

  package let isMarketing: Bool
  /// Whether the purpose is in the policy; if it is not, nothing more exact than a stop is said.
  package let isRegistered: Bool
  /// The rules of the bases the purpose lists, in its order.
  package let bases: [(basis: LegalBasis, item: Item)]
  /// Said of a use that some basis carries.
  package let remarks: [Item]
  /// What stops or delays the use, in the order of reasons.
  package let stops: [Item]
  /// Why no basis holds, in the order of reasons.
  package let failures: [Item]
  /// What is said when no basis holds and nothing more exact can be.
  package let noBasis: Item?
}

extension Gate {
  /// The rules that can matter to a use, whoever it is about.
  package func rulesInQuestion(for use: Use) -> RulesInQuestion {
    let plan = compiled.plan(for: use)
    let question = Evaluation(
      gate: compiled, plan: plan, use: use, profile: .unknown, at: .distantPast)
    func item(_ step: Plan.Step) -> RulesInQuestion.Item {
      let article = plan.articles[Int(step.article)]
      return .init(
        code: article.code, id: article.rule, isWait: step.isWait, days: step.days,
        condition: article.condition.simplified { question.answer($0) })
    }
    return RulesInQuestion(
      isMarketing: plan.isMarketing, isRegistered: plan.terms != nil,
      bases: plan.bases.compactMap { bit, step in
        LegalBasis.allCases.first { 1 << UInt8($0.index) == bit }.map { ($0, item(step)) }
      },
      remarks: plan.remarks.map(item), stops: plan.stops.map(item),
      failures: plan.refusals.filter(\.isFailure).map(item), noBasis: plan.noBasis.map(item))
  }
}

extension Evaluation {
  /// What only the whole question tells; the rest was filled in when the plan was made.
  fileprivate func answer(_ question: Question) -> Bool? {
    switch question {
    case .dataIsCovered:
      plan.terms.map { terms in
        data.allSatisfy { terms.purpose.dataCategories.contains($0) }
      } ?? false
    case .usesSpecialData: usesSpecialData
    case .namesRecipient: use.recipient != nil
    case .recipientIsCovered:
      use.recipient.map { plan.terms?.purpose.recipients.contains($0) == true } ?? false
    case .names(.productLine): use.activity?.productLine != nil
    case .names(.product): use.activity?.product != nil
    case .names(.topic): use.activity?.topic != nil
    case .names(.priceCents): use.activity?.priceCents != nil
    case .offers(let line): line == use.activity?.productLine
    default: false
    }
  }
}
