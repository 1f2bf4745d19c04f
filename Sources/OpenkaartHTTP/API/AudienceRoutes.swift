import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `POST /v1/audiences`: who may be reached, how many, and why the others may not.
struct AudienceRoutes {
  let desk: any APIDesk
  let now: @Sendable () -> Timestamp

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/audiences", .key(.audiencesRead), body: .json, isHeavy: true, respond: ask)
    ]
  }

  @Sendable private func ask(_ call: Call) async throws -> Response {
    let request = try AudienceRequest(reading: call.node(), now: now())
    let gate = desk.gate
    guard let list = request.list else {
      try MemberFormat.refuseUnlessJSON(call.headers[.accept])
      let funnel = try await desk.audience(request.question, each: nil)
      return .json { json in
        AudienceDocument(question: request.question, gate: gate).write(funnel, to: &json)
      }
    }
    let format = try MemberFormat(accepting: call.headers[.accept])
    return stream(request.question, list, format, gate)
  }

  /// Sends the people as they are found, so that no list ever stands in memory whole.
  private func stream(
    _ question: AudienceQuestion, _ list: AudienceRequest.List, _ format: MemberFormat,
    _ gate: Gate
  ) -> Response {
    let desk = desk
    let headers: HTTPFields = [
      .contentType: format.mediaType,
      .contentDisposition: "attachment; filename=\"audience.\(format.suffix)\"",
    ]
    let body = ResponseBody { writer in
      let pipe = Pipe()
      async let asking: Void = Self.ask(desk, question, into: pipe) { member in
        list.holds(member.decision.outcome) ? format.row(of: member, by: gate) : nil
      }
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

  private static func ask(
    _ desk: any APIDesk, _ question: AudienceQuestion, into pipe: Pipe,
    row: @escaping @Sendable (AudienceMember) -> [UInt8]?
  ) async throws {
    do {
      _ = try await desk.audience(question) { member in
        if let row = row(member) { try await pipe.send(row) }
      }
    } catch {
      await pipe.close()
      throw error
    }
    await pipe.close()
  }
}

/// A question about everybody as it comes in, and whether the people themselves are wanted.
struct AudienceRequest {
  let question: AudienceQuestion
  let list: List?

  /// Which people are sent.
  enum List: String, CaseIterable, Sendable {
    case members, excluded, everybody

    func holds(_ outcome: Decision.Outcome) -> Bool {
      switch self {
      case .members: outcome == .allow
      case .excluded: outcome != .allow
      case .everybody: true
      }
    }
  }

  init(reading node: Node, now: Timestamp) throws(DocumentError) {
    let fields = try BodyFields(
      node, of: "A question about an audience",
      known: ["purpose", "channel", "activity", "data", "recipient", "at", "list"])
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
    question = AudienceQuestion(
      purpose: purpose, channel: channel, activity: activity, data: try fields.texts("data"),
      recipient: try fields.text("recipient"), at: try fields.moment("at") ?? now)
    list = try fields.word("list", as: List.self)
  }
}

/// How many may be reached and why the others may not, as JSON.
struct AudienceDocument {
  let question: AudienceQuestion
  let gate: Gate

  func write(_ funnel: Funnel, to json: inout JSONWriter) {
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
        ("givenAtAll", funnel.anywhere),
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
