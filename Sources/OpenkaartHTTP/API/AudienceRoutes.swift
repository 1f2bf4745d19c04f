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
    let question = try await request.limited(by: desk)
    guard let list = request.list else {
      try MemberFormat.refuseUnlessJSON(call.headers[.accept])
      guard request.isAskedOneByOne else {
        let count = try await desk.funnel(question, by: call.caller.name)
        return .json { AudienceDocument(count: count).write(to: &$0) }
      }
      let count = try await desk.audience(
        question, by: call.caller.name, forecasting: request.forecast)
      return .json { AudienceDocument(count: count).write(to: &$0) }
    }
    let format = try MemberFormat(accepting: call.headers[.accept])
    let gate = try await desk.policies.gate(at: question.at)
    // Before the first byte is sent, so that it can still be told.
    try desk.check(question, gate)
    return stream(question, list, format, gate, by: call.caller.name)
  }

  /// Sends the people as they are found, so that no list ever stands in memory whole.
  private func stream(
    _ question: AudienceQuestion, _ list: AudienceRequest.List, _ format: MemberFormat,
    _ gate: Gate, by caller: String
  ) -> Response {
    let desk = desk
    let headers: HTTPFields = [
      .contentType: format.mediaType,
      .contentDisposition: "attachment; filename=\"audience.\(format.suffix)\"",
    ]
    let body = ResponseBody { writer in
      let pipe = Pipe()
      async let asking: Void = Self.send(desk, question, list, format, gate, caller, to: pipe)
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
    _ desk: Desk, _ question: AudienceQuestion, _ list: AudienceRequest.List,
    _ format: MemberFormat, _ gate: Gate, _ caller: String, to pipe: Pipe
  ) async throws {
    do {
      let each: @Sendable (AudienceCount.Member) async throws -> Void = { member in
        guard list.holds(member) else { return }
        let identifiers = member.person.identifiers(at: question.at)
        let customer = try await desk.store.customer(of: identifiers)
        try await pipe.send(format.row(of: member.answer, customer, by: gate))
      }
      _ = try await desk.audience(question, by: caller, namesMembers: true, each: each)
    } catch {
      await pipe.close()
      throw error
    }
    await pipe.close()
  }
}
