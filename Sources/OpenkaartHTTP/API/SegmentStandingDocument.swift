import OpenkaartCore
import OpenkaartSegments
import OpenkaartService

/// Whether somebody is in a segment, and why, as JSON.
struct SegmentStandingDocument {
  private let standing: SegmentStanding

  init(_ standing: SegmentStanding) { self.standing = standing }

  private func text(_ moment: Timestamp) -> String {
    moment.rfc3339(offsetSeconds: standing.gate.zone.offset(at: moment))
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("segment")
      SegmentName(standing.segment).write(to: &json)
      json.key("customer")
      if let customer = standing.customer { json.string(customer.text) } else { json.null() }
      json.key("at")
      json.string(text(standing.at))
      json.key("isMember")
      json.bool(standing.isMember)
      json.key("mayChangeAt")
      if let next = standing.next { json.string(text(next)) } else { json.null() }
      if let decision = standing.decision {
        json.key("use")
        json.object { json in
          json.key("outcome")
          json.string(decision.outcome.rawValue)
          json.key("reasons")
          json.array { list in
            for reason in decision.reasons { list.string(reason.code.rawValue) }
          }
        }
      }
      json.key("because")
      json.object { write(standing.explanation, to: &$0) }
    }
  }

  private func write(_ explanation: SegmentExplanation, to json: inout JSONWriter) {
    json.key("answer")
    json.string(explanation.answer.rawValue)
    switch explanation.step {
    case .test(let test, let finding): write(test, finding, to: &json)
    case .not(let inner):
      json.key("not")
      json.object { write(inner, to: &$0) }
    case .all(let parts): write(parts, "all", to: &json)
    case .any(let parts): write(parts, "any", to: &json)
    }
  }

  private func write(_ parts: [SegmentExplanation], _ key: String, to json: inout JSONWriter) {
    json.key(key)
    json.array { list in
      for part in parts { list.object { write(part, to: &$0) } }
    }
  }

  private func write(
    _ test: SegmentTest, _ finding: SegmentFinding, to json: inout JSONWriter
  ) {
    json.key("test")
    json.string(test.line)
    json.key("text")
    json.object { json in
      for language in Language.allCases {
        json.key(language.rawValue)
        json.string(SegmentWords(policy: standing.gate.policy, in: language).sentence(test))
      }
    }
    if let number = finding.number {
      json.key("number")
      json.integer(number)
    }
    json.key("facts")
    json.array { list in
      for fact in finding.evidence.prefix(100) { list.string(fact.id) }
    }
  }
}
