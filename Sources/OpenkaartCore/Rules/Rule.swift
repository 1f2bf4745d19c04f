/// A rule of law or of the house, as a value.
///
/// The gate interprets the condition; pages and mails show the sentences; the register and the
/// documentation list the articles.
public struct Rule: Hashable, Sendable {
  /// The stable id, such as `C04`.
  public let id: String
  public let code: ReasonCode
  public let role: Role
  public let jurisdiction: Jurisdiction
  /// The article, or the name of the house rule; Dutch names of laws.
  public let source: String
  /// The first day on which the rule is in force, in the controller's zone.
  public let validFrom: Day?
  /// The last day on which the rule is in force.
  public let validTo: Day?
  /// What the rule says of this use, with `{names}` filled in when it is shown.
  public let text: LocalizedText
  /// What would lead to another answer.
  public let wouldChange: LocalizedText
  public let condition: Condition

  public init(
    _ id: String, _ code: ReasonCode, _ role: Role, _ jurisdiction: Jurisdiction,
    source: String, validFrom: Day? = nil, validTo: Day? = nil, nl: String, en: String,
    changeNL: String, changeEN: String, when condition: Condition
  ) {
    self.id = id
    self.code = code
    self.role = role
    self.jurisdiction = jurisdiction
    self.source = source
    self.validFrom = validFrom
    self.validTo = validTo
    text = LocalizedText(nl: nl, en: en)
    wouldChange = LocalizedText(nl: changeNL, en: changeEN)
    self.condition = condition
  }

  /// What it means that the condition holds.
  public enum Role: Hashable, Sendable {
    /// The use has this basis.
    case basis(LegalBasis)
    /// Said of a use that some basis carries; changes nothing.
    case remark
    /// The use is refused.
    case stop
    /// The use has to wait.
    case wait
    /// Why no basis holds; given only then.
    case failure
  }

  public enum Jurisdiction: String, Hashable, Sendable, CaseIterable {
    case eu, nl, house
  }

  public var effect: Reason.Effect {
    switch role {
    case .basis, .remark: .allow
    case .wait: .later
    case .stop, .failure: .deny
    }
  }
}

extension Rule {
  /// Every rule that judges uses under `policy`: the law packs and the house's own.
  public static func all(for policy: Policy) -> [Rule] {
    LawPackEU.rules(for: policy) + LawPackNL.rules(for: policy) + HouseRulePack.rules(for: policy)
  }
}
