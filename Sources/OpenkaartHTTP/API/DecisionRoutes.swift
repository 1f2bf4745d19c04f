import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `POST /v1/decisions`: may we use this person's data for this, now, and why.
struct DecisionRoutes {
  let desk: any APIDesk
  let metrics: Metrics

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/decisions", .key(.decisionsRead), body: .batch, query: ["record"],
        respond: decide)
    ]
  }

  @Sendable private func decide(_ call: Call) async throws -> Response {
    let isRecorded = try call.query.flag("record")
    let node = try call.node()
    let nodes = try call.nodes()
    guard nodes.count <= call.limits.batchItems else { throw Problem(.batchTooLarge) }
    guard !nodes.isEmpty else { throw Problem(.batchEmpty) }
    let uses = try Self.uses(nodes)
    let gate = desk.gate
    let decisions = try await desk.decide(uses, record: isRecorded)
    for decision in decisions { metrics.countDecision(decision.outcome.rawValue) }
    return .json { json in
      func write(_ decision: Decision, _ use: Use, _ json: inout JSONWriter) {
        DecisionDocument(decision, on: use, by: gate).write(
          to: &json, reference: decision.contactPoint.map { _ in "\(use.channel.rawValue)-1" })
      }
      if case .object = node.content, let decision = decisions.first, let use = uses.first {
        return write(decision, use, &json)
      }
      json.array { list in
        for (decision, use) in zip(decisions, uses) { write(decision, use, &list) }
      }
    }
  }

  /// The uses; one that cannot be read refuses all, so that no answer is missed.
  private static func uses(_ nodes: [Node]) throws(Problem) -> [Use] {
    var uses: [Use] = []
    var mistakes: [Problem.Mistake] = []
    for (index, node) in nodes.enumerated() {
      do {
        uses.append(try UseBody(reading: node).use)
      } catch {
        mistakes.append(.init(error, index: index))
      }
    }
    guard mistakes.isEmpty else {
      var problem = Problem(.requestInvalid)
      problem.mistakes = mistakes
      throw problem
    }
    return uses
  }
}
