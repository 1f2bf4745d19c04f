/// Writes a decision in the shape of the public format.
public struct DecisionDocument: Sendable {
  private let gate: Gate
  private let use: Use
  private let decision: Decision

  public init(_ decision: Decision, on use: Use, by gate: Gate) {
    self.decision = decision
    self.use = use
    self.gate = gate
  }

  /// Writes the decision as one object.
  ///
  /// - Parameters:
  ///   - json: Where it is written.
  ///   - reference: The opaque reference of the contact point, which itself never leaves.
  ///   - permit: The permit of an allowed use that is handed off, if one was made.
  ///   - more: Writes further members.
  public func write(
    to json: inout JSONWriter, reference: String? = nil, permit: String? = nil,
    more: (inout JSONWriter) -> Void = { _ in }
  ) {
    let text = ReasonText(gate: gate, use: use)
    json.beginObject()
    json.key("outcome")
    json.string(decision.outcome.rawValue)
    json.key("until")
    write(decision.until, to: &json)
    json.key("reasons")
    json.beginArray()
    for reason in decision.reasons { write(reason, text, to: &json) }
    json.endArray()
    json.key("policyVersion")
    json.string(decision.policyVersion)
    json.key("decidedAt")
    write(decision.decidedAt, to: &json)
    json.key("obligations")
    json.beginArray()
    for obligation in decision.obligations { json.string(obligation.rawValue) }
    json.endArray()
    if let reference {
      json.key("contactPoint")
      json.string(reference)
    }
    if decision.outcome == .allow, let permit {
      json.key("permit")
      json.string(permit)
    }
    more(&json)
    json.endObject()
  }

  private func write(_ reason: Reason, _ text: ReasonText, to json: inout JSONWriter) {
    json.beginObject()
    json.key("code")
    json.string(reason.code.rawValue)
    json.key("effect")
    json.string(reason.effect.rawValue)
    json.key("rule")
    json.string(reason.rule)
    json.key("source")
    json.string(reason.source)
    json.key("evidence")
    json.beginArray()
    for fact in reason.evidence { json.string(fact.id) }
    json.endArray()
    let (sentence, wouldChange) = text.all(of: reason)
    json.key("text")
    write(sentence, to: &json)
    json.key("wouldChange")
    write(wouldChange, to: &json)
    json.endObject()
  }

  private func write(_ text: LocalizedText, to json: inout JSONWriter) {
    json.beginObject()
    json.key("nl")
    json.string(text.nl)
    json.key("en")
    json.string(text.en)
    json.endObject()
  }

  /// A moment with the offset of the controller's zone, so that its days can be read.
  private func write(_ moment: Timestamp?, to json: inout JSONWriter) {
    guard let moment else { return json.null() }
    json.string(moment.rfc3339(offsetSeconds: gate.zone.offset(at: moment)))
  }
}
