import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `POST /v1/audiences`: who may be reached, how many, and why the others may not.
struct AudienceRoutes {
  let desk: Desk

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/audiences", .key(.audiencesRead), body: .json, isHeavy: true, respond: ask)
    ]
  }

  @Sendable private func ask(_ call: Call) async throws -> Response {
    let request = try AudienceRequest(reading: call.node(), now: desk.now)
    let question = request.question
    guard let list = request.list else {
      try MemberFormat.refuseUnlessJSON(call.headers[.accept])
      let count = try await desk.funnel(
        question, by: call.caller.name, isAboutNow: request.isAboutNow)
      return .json { AudienceDocument(count: count).write(to: &$0) }
    }
    let format = try MemberFormat(accepting: call.headers[.accept])
    let gate = try await desk.policies.gate(at: question.at)
    // Before the first byte is sent, so that it can still be told.
    try desk.check(question, gate)
    return stream(request, list, format, gate, by: call.caller.name)
  }

  /// Sends the people as they are found, so that no list ever stands in memory whole.
  private func stream(
    _ request: AudienceRequest, _ list: AudienceRequest.List, _ format: MemberFormat,
    _ gate: Gate, by caller: String
  ) -> Response {
    let desk = desk
    let headers: HTTPFields = [
      .contentType: format.mediaType,
      .contentDisposition: "attachment; filename=\"audience.\(format.suffix)\"",
    ]
    let body = ResponseBody { writer in
      let pipe = Pipe()
      async let asking: Void = Self.send(desk, request, list, format, gate, caller, to: pipe)
      do {
        if !format.head.isEmpty { try await writer.write(ByteBuffer(bytes: format.head)) }
        while let chunk = await pipe.next() { try await writer.write(ByteBuffer(bytes: chunk)) }
      } catch {
        await pipe.stop()
        throw error
      }
      // An error here leaves the answer without its end, so the reader knows it is not whole.
      try await asking
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }

  private static func send(
    _ desk: Desk, _ request: AudienceRequest, _ list: AudienceRequest.List,
    _ format: MemberFormat, _ gate: Gate, _ caller: String, to pipe: Pipe
  ) async throws {
    let question = request.question
    do {
      let each: @Sendable (AudienceCount.Member) async throws -> Void = { member in
        let identifiers = member.person.identifiers(at: member.answer.use.at ?? question.at)
        let customer = try await desk.store.customer(of: identifiers)
        try await pipe.send(format.row(of: member.answer, customer, by: gate))
      }
      try await desk.members(
        question, with: list.outcomes, by: caller, isAboutNow: request.isAboutNow, each: each)
    } catch {
      await pipe.close()
      throw error
    }
    await pipe.close()
  }
}

/// A question about everybody as it comes in, and whether the people themselves are wanted.
struct AudienceRequest: Sendable {
  let question: AudienceQuestion
  /// Whether no moment was named.
  let isAboutNow: Bool
  let list: List?

  /// Which people are sent.
  enum List: String, CaseIterable, Sendable {
    case members, excluded, everybody

    var outcomes: Set<Decision.Outcome> {
      switch self {
      case .members: [.allow]
      case .excluded: [.later, .deny]
      case .everybody: [.allow, .later, .deny]
      }
    }
  }

  /// Reads it; a draft is not about a moment and sends no list.
  init(reading node: Node, now: Timestamp, isDraft: Bool = false) throws(DocumentError) {
    let fields = try BodyFields(
      node, of: "A question about an audience",
      known: ["purpose", "channel", "activity", "data", "recipient"]
        + (isDraft ? [] : ["at", "list"]))
    guard let purpose = try fields.text("purpose"), !purpose.isEmpty else {
      throw fields.missing("purpose", "name a purpose of the policy")
    }
    guard let channel = try fields.word("channel", as: Channel.self) else {
      throw fields.missing("channel", "say over which channel; `none` without contact")
    }
    var activity: Use.Activity?
    if let node = fields.value("activity") {
      try UseBody.check(node)
      activity = try Use.Activity(reading: node)
    }
    let moment = try fields.moment("at")
    isAboutNow = moment == nil
    question = AudienceQuestion(
      purpose: purpose, channel: channel, activity: activity, data: try fields.texts("data"),
      recipient: try fields.text("recipient"), at: moment ?? now)
    list = try fields.word("list", as: List.self)
  }
}

/// How many may be reached and why the others may not, as JSON.
struct AudienceDocument {
  let count: AudienceTotals

  func write(to json: inout JSONWriter) {
    let (question, gate, funnel) = (count.question, count.gate, count.funnel)
    json.object { json in
      json.key("purpose")
      json.string(question.purpose)
      json.key("channel")
      json.string(question.channel.rawValue)
      json.key("at")
      json.string(question.at.rfc3339(offsetSeconds: gate.zone.offset(at: question.at)))
      json.key("policyVersion")
      json.string(gate.policy.version)
      json.key("total")
      json.integer(funnel.total)
      for (key, counts) in [
        ("allow", funnel.allowed), ("later", funnel.later), ("deny", funnel.denied),
        ("givenAtAll", funnel.anywhere), ("onlyReason", funnel.only),
      ] {
        json.key(key)
        json.object { json in
          for (code, count) in counts.sorted(by: { $0.key < $1.key }) {
            json.key(code.rawValue)
            json.integer(count)
          }
        }
      }
    }
  }
}
