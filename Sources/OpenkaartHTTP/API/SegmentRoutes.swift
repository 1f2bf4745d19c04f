import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartSegments
import OpenkaartService

/// `/v1/segments`: the groups that the policy names, how many people are in them, and why somebody is.
///
/// Their people come from `/v1/audiences` with `segment`, where the gate is asked about each.
struct SegmentRoutes {
  let desk: Desk
  let board: SegmentBoard
  let shelf: any SegmentShelf

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/segments", .key(.audiencesRead), respond: list),
      Endpoint(.get, "/v1/segments/{name}/sizes", .key(.audiencesRead), respond: sizes),
      Endpoint(
        .post, "/v1/segments/explain", .key(.customersRead), body: .json, respond: explain),
      Endpoint(.post, "/v1/segments/check", .key(.audiencesRead), body: .json, respond: check),
    ]
  }

  @Sendable private func list(_ call: Call) async throws -> Response {
    let standing = try await board.standing()
    try await desk.noteCounting(standing, by: call.caller.name)
    let gate = try await desk.policies.gate(at: standing.at)
    return .json { json in
      json.object { json in
        json.key("at")
        json.string(standing.at.rfc3339(offsetSeconds: gate.zone.offset(at: standing.at)))
        json.key("policyVersion")
        json.string(standing.policyVersion)
        json.key("people")
        json.integer(standing.people)
        json.key("segments")
        json.array { list in
          for (segment, people) in standing.sizes {
            list.object { write(segment, people: people, gate.policy, to: &$0) }
          }
        }
      }
    }
  }

  private func write(
    _ segment: Segment, people: Int?, _ policy: Policy, to json: inout JSONWriter
  ) {
    json.key("id")
    if let id = segment.id { json.string(id) } else { json.null() }
    json.key("label")
    json.object { json in
      json.key("nl")
      json.string(segment.label.nl)
      json.key("en")
      json.string(segment.label.en)
    }
    if let purpose = segment.purpose {
      json.key("purpose")
      json.string(purpose)
    }
    json.key("where")
    json.string(segment.condition.line)
    json.key("data")
    json.array { list in
      for category in segment.condition.categories(in: policy) { list.string(category) }
    }
    if let people {
      json.key("people")
      json.integer(people)
    }
  }

  @Sendable private func sizes(_ call: Call) async throws -> Response {
    let gate = try await desk.policies.gate(at: desk.now)
    let segment = try gate.policy.segment(.named(call.parameters["name"] ?? ""))
    let sizes = try await shelf.sizes(of: segment.id ?? "")
    return .json { json in
      json.object { json in
        json.key("id")
        json.string(segment.id ?? "")
        json.key("sizes")
        json.array { list in
          for size in sizes {
            list.object { json in
              json.key("hour")
              json.string(size.hour.rfc3339(offsetSeconds: gate.zone.offset(at: size.hour)))
              json.key("people")
              json.integer(size.people)
              json.key("where")
              json.string(size.line)
            }
          }
        }
      }
    }
  }

  @Sendable private func check(_ call: Call) async throws -> Response {
    let fields = try BodyFields(
      call.node(), of: LocalizedText(nl: "Een controle", en: "A check"),
      known: ["where", "purpose"])
    guard let line = try fields.text("where") else {
      throw fields.missing(
        "where",
        LocalizedText(
          nl: "schrijf de voorwaarde als één regel",
          en: "write the condition as one line"))
    }
    let policy = try await desk.policies.gate(at: desk.now).policy
    let segment = try policy.segment(.written(line))
    let purpose = try fields.text("purpose")
    if let purpose, policy.purpose(purpose) == nil {
      throw DeskError.unknownPurpose(purpose, known: policy.purposes.map(\.id))
    }
    let mistakes = SegmentCheck.diagnostics(
      for: segment.condition, purpose: purpose, at: Position(line: 1, column: 1), in: policy)
    guard mistakes.isEmpty else {
      var problem = Problem(.requestInvalid)
      problem.mistakes = mistakes.map { .init($0) }
      throw problem
    }
    return .json { json in
      json.object { write(segment, people: nil, policy, to: &$0) }
    }
  }

  @Sendable private func explain(_ call: Call) async throws -> Response {
    let fields = try BodyFields(
      call.node(),
      of: LocalizedText(
        nl: "Een vraag over een groep", en: "A question about a segment"),
      known: ["segment", "where", "subject", "at"])
    guard let choice = try AudienceRequest.segment(fields) else {
      throw fields.missing(
        "segment",
        LocalizedText(
          nl: "noem er een van het beleid, of schrijf een voorwaarde in `where`",
          en: "name one of the policy, or write a condition in `where`"))
    }
    let standing = try await desk.explain(
      choice, about: try fields.identifiers("subject", takesLists: true),
      at: try fields.moment("at"), by: call.caller.name)
    guard let standing else { throw Problem(.customerUnknown) }
    return .json { SegmentStandingDocument(standing).write(to: &$0) }
  }
}
