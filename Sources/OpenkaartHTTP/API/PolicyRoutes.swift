import HTTPTypes
import Hummingbird
public import OpenkaartCore
import OpenkaartService

/// How the text of a policy becomes a gate; YAML is read elsewhere.
public struct PolicyMaker: Sendable {
  let judge: @Sendable ([UInt8]) -> PolicyVerdict

  /// - Parameter judge: Reads and checks the text of a policy.
  public init(judge: @escaping @Sendable ([UInt8]) -> PolicyVerdict) { self.judge = judge }
}

/// What comes of reading the text of a policy.
public enum PolicyVerdict: Sendable {
  /// It can be used; what is worth a second look stands beside it.
  case usable(Gate, warnings: [Diagnostic])
  case mistakes([Diagnostic])
}

/// `POST /v1/policies`: what a policy would change for whom, and putting it in force.
struct PolicyRoutes {
  let desk: Desk
  let judge: @Sendable ([UInt8]) -> PolicyVerdict

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/policies", .key(.policyWrite), body: .policy, query: ["dryRun"], isHeavy: true,
        respond: apply)
    ]
  }

  @Sendable private func apply(_ call: Call) async throws -> Response {
    let isDryRun = try call.query.flag("dryRun")
    switch judge(call.body) {
    case .mistakes(let diagnostics):
      var problem = Problem(.policyMistakes)
      problem.mistakes = diagnostics.map { .init($0) }
      throw problem
    case .usable(let gate, let warnings):
      let change = try await desk.apply(gate, text: call.body, isDryRun: isDryRun)
      return .json { json in
        PolicyChangeDocument(change: change, isApplied: !isDryRun, warnings: warnings)
          .write(to: &json, in: call.answerLanguage)
      }
    }
  }
}

/// What a policy changes, as JSON.
struct PolicyChangeDocument {
  let change: PolicyChange
  let isApplied: Bool
  let warnings: [Diagnostic]

  func write(to json: inout JSONWriter, in language: Language) {
    json.object { json in
      json.key("from")
      if let from = change.from { json.string(from) } else { json.null() }
      json.key("to")
      json.string(change.to)
      json.key("applied")
      json.bool(isApplied)
      json.key("people")
      json.integer(change.people)
      json.key("changes")
      json.array { list in
        for change in change.changes { write(change, to: &list) }
      }
      json.key("warnings")
      json.array { list in
        for warning in warnings { Problem.Mistake(warning).write(to: &list, in: language) }
      }
    }
  }

  private func write(_ change: PolicyChange.Change, to json: inout JSONWriter) {
    json.object { json in
      json.key("purpose")
      json.string(change.purpose)
      json.key("channel")
      json.string(change.channel.rawValue)
      json.key("from")
      json.string(change.from.rawValue)
      json.key("to")
      json.string(change.to.rawValue)
      json.key("count")
      json.integer(change.count)
      json.key("examples")
      json.array { list in
        for example in change.examples {
          list.object { json in
            json.key("customer")
            if let customer = example.customer { json.string(customer.text) } else { json.null() }
            json.key("from")
            json.string(example.from.rawValue)
            json.key("to")
            json.string(example.to.rawValue)
          }
        }
      }
    }
  }
}
