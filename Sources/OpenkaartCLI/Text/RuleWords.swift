import OpenkaartCore
import OpenkaartService

/// What the rules say of a question that is about no single person.
struct RuleWords {
  let gate: Gate
  let language: Language
  private let values: [String: String]

  init(
    _ gate: Gate, purpose: String, channel: Channel, activity: Use.Activity? = nil,
    in language: Language
  ) {
    self.gate = gate
    self.language = language
    let line = activity?.productLine
    let label = gate.policy.productLines.first { $0.id == line }?.label[language]
    values = [
      "purpose": gate.policy.purpose(purpose)?.label[language] ?? purpose,
      "channel": channel.label[language], "way": channel.way[language],
      "topic": activity?.topic ?? "?", "line": label ?? line ?? "?",
    ]
  }

  init(_ gate: Gate, _ question: AudienceQuestion, in language: Language) {
    self.init(
      gate, purpose: question.purpose, channel: question.channel, activity: question.activity,
      in: language)
  }

  /// The sentence of the rule behind a code; empty when there is none.
  func sentence(_ code: ReasonCode) -> String {
    guard let rule = gate.rules.first(where: { $0.code == code }) else { return "" }
    return rule.text[language].filled { values[String($0)] ?? "…" }
  }
}
