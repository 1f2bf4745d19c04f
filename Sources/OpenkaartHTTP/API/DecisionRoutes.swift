import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `POST /v1/decisions`: may we use this person's data for this, now, and why.
struct DecisionRoutes {
  let desk: Desk
  let metrics: Metrics
  let log: RequestLog
  let unsubscribing: UnsubscribeAddresses?

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/decisions", .key(.decisionsRead), body: .batch, query: ["record", "reserve"],
        respond: decide)
    ]
  }

  @Sendable private func decide(_ call: Call) async throws -> Response {
    let isRecorded = try call.query.flag("record")
    if try call.query.flag("reserve") { return try await reserve(call) }
    let node = try call.node()
    let nodes = try Call.items(of: node)
    guard nodes.count <= call.limits.batchItems else { throw Problem(.batchTooLarge) }
    guard !nodes.isEmpty else { throw Problem(.batchEmpty) }
    let answers = try await desk.decide(
      Self.uses(nodes), isRecorded: isRecorded, by: call.caller.name)
    for answer in answers {
      metrics.countDecision(answer.decision.outcome.rawValue)
      // The answer is no, and whoever keeps the server running hears why.
      if let failure = answer.failure { log.noteFailure(failure) }
    }
    return .json { json in
      if case .object = node.content, let answer = answers.first {
        return write(answer, to: &json)
      }
      json.array { list in
        for answer in answers { write(answer, to: &list) }
      }
    }
  }

  private func write(_ grant: Desk.Grant, to json: inout JSONWriter) {
    let answer = grant.answer
    grant.write(
      to: &json, unsubscribeURL: unsubscribing?.address(for: answer.decision, on: answer.use))
  }

  private func write(_ answer: Desk.Answer, to json: inout JSONWriter) {
    answer.decision.write(
      on: answer.use, by: answer.gate, to: &json,
      unsubscribeURL: unsubscribing?.address(for: answer.decision, on: answer.use))
  }

  /// Decides in order to send now, and keeps a place under the caps for what is allowed.
  ///
  /// To ask for a record as well changes nothing: a hand-off is recorded.
  private func reserve(_ call: Call) async throws -> Response {
    try call.caller.require(.handoffsWrite)
    let node = try call.node()
    let nodes = try Call.items(of: node)
    guard nodes.count <= call.limits.batchItems else { throw Problem(.batchTooLarge) }
    guard !nodes.isEmpty else { throw Problem(.batchEmpty) }
    let uses = try Self.uses(nodes)
    if let place = uses.firstIndex(where: { $0.at != nil }) {
      throw Problem.invalid(
        DocumentError(
          code: "field.wrong",
          message: LocalizedText(
            nl: "Laat `at` weg: een plaats wordt nu vastgehouden.",
            en: "Leave out `at`: a place is kept for now."),
          at: nodes[place].position), index: place)
    }
    let grants = try await desk.reserve(uses, by: call.caller.name)
    for grant in grants {
      metrics.countDecision(grant.answer.decision.outcome.rawValue)
      if let failure = grant.answer.failure { log.noteFailure(failure) }
    }
    return .json { json in
      if case .object = node.content, let grant = grants.first { return write(grant, to: &json) }
      json.array { list in
        for grant in grants { write(grant, to: &list) }
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

extension Decision {
  /// Writes the answer to `use`; the contact point goes by a name that says nothing of it.
  func write(
    on use: Use, by gate: Gate, to json: inout JSONWriter, unsubscribeURL: String? = nil
  ) {
    DecisionDocument(self, on: use, by: gate).write(
      to: &json, reference: contactPoint.map { _ in "\(use.channel.rawValue)-1" }
    ) { json in
      guard let unsubscribeURL else { return }
      json.key("unsubscribeURL")
      json.string(unsubscribeURL)
    }
  }
}
