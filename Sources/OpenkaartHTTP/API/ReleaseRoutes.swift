import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `/v1/releases`: a campaign from draft to hand-off.
struct ReleaseRoutes {
  let releases: ReleaseDesk
  /// Where people can end what they get; `nil` when nobody knows where they reach this server.
  var unsubscribing: UnsubscribeAddresses?

  var endpoints: [Endpoint] {
    let one = "/v1/releases/{release}"
    return [
      Endpoint(.post, "/v1/releases", .key(.handoffsWrite), body: .json, respond: draft),
      Endpoint(.get, "/v1/releases", .key(.handoffsWrite), respond: list),
      Endpoint(.get, one, .key(.handoffsWrite), respond: status),
      Endpoint(.post, one + "/freeze", .key(.handoffsWrite), isHeavy: true, respond: freeze),
      Endpoint(.post, one + "/cancel", .key(.handoffsWrite), respond: cancel),
      Endpoint(.post, one + "/hand-off", .key(.handoffsWrite), body: .json, respond: handOff),
      Endpoint(.post, one + "/check", .key(.handoffsWrite), body: .batch, respond: check),
    ]
  }

  @Sendable private func draft(_ call: Call) async throws -> Response {
    let question = try await AudienceRequest(
      reading: call.node(), now: releases.desk.now, isDraft: true
    ).limited(by: releases.desk)
    let release = try await releases.draft(question, by: call.caller.name)
    return try await answer(releases.status(of: release.id))
  }

  @Sendable private func list(_ call: Call) async throws -> Response {
    let all = try await releases.all
    return .json { json in
      json.object { json in
        json.key("releases")
        json.array { list in
          for status in all { ReleaseDocument(status).write(to: &list) }
        }
      }
    }
  }

  @Sendable private func status(_ call: Call) async throws -> Response {
    try await answer(releases.status(of: Self.id(in: call)))
  }

  @Sendable private func freeze(_ call: Call) async throws -> Response {
    try await answer(releases.freeze(Self.id(in: call), by: call.caller.name))
  }

  @Sendable private func cancel(_ call: Call) async throws -> Response {
    try await answer(releases.cancel(Self.id(in: call)))
  }

  private func answer(_ status: ReleaseStatus) -> Response {
    .json { ReleaseDocument(status).write(to: &$0) }
  }

  /// One page as JSON; or, as lines or CSV, every page from one on.
  @Sendable private func handOff(_ call: Call) async throws -> Response {
    let id = try Self.id(in: call)
    let fields = try BodyFields(
      call.node(), of: LocalizedText(nl: "Een overdracht", en: "A hand-off"), known: ["page"])
    let page = try fields.number("page", in: 0...1_000_000_000) ?? 0
    let format = try HandOffFormat(accepting: call.headers[.accept])
    let first = try await releases.handOff(id, page: page)
    let wayOut = wayOut(of: first.release)
    guard let format = format else {
      return .json { HandedDocument(first, wayOut).write(to: &$0) }
    }
    return stream(from: first, of: id, format, wayOut)
  }

  /// What gives each message the address at which its receiver ends messages like it.
  private func wayOut(of release: Release) -> WayOut {
    guard let unsubscribing else { return { _ in nil } }
    let question = release.question
    let use = Use(
      subject: [], purpose: question.purpose, channel: question.channel,
      activity: question.activity)
    return { unsubscribing.address(for: $0, on: use) }
  }

  /// Sends page after page as each becomes durable, and has the next one handed off meanwhile.
  ///
  /// Who breaks off goes on at the page of the last row.
  private func stream(
    from first: ReleaseDesk.HandedPage, of id: ReleaseID, _ format: HandOffFormat,
    _ wayOut: @escaping WayOut
  ) -> Response {
    let body = ResponseBody { [releases] writer in
      try await writer.write(ByteBuffer(bytes: format.head))
      var page = first
      while true {
        let after = page.next
        async let following = releases.handOff(id, page: after)
        let rows = page.members.flatMap { format.row(of: $0, page: page.page, wayOut) }
        if !rows.isEmpty { try await writer.write(ByteBuffer(bytes: rows)) }
        guard let next = try await following else { break }
        page = next
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: format.mediaType,
        .contentDisposition: "attachment; filename=\"release.\(format.suffix)\"",
      ], body: body)
  }

  @Sendable private func check(_ call: Call) async throws -> Response {
    let id = try Self.id(in: call)
    let fields = try BodyFields(
      call.node(), of: LocalizedText(nl: "Een controle", en: "A check"), known: ["tokens"])
    guard let texts = try fields.texts("tokens") else {
      throw fields.missing(
        "tokens",
        LocalizedText(
          nl: "noem de tokens van de ontvangers",
          en: "list the tokens of the members"))
    }
    guard texts.count <= ReleaseDesk.mostTokens else { throw Problem(.batchTooLarge) }
    // A token that cannot be one is as unknown as one that was never given.
    let tokens = texts.map { MemberToken(parsing: $0) }
    let known = try await releases.check(tokens.compactMap(\.self), of: id)
    return .json { json in
      json.object { json in
        json.key("members")
        json.array { list in
          var rest = known.makeIterator()
          for token in tokens {
            StandingDocument(token.flatMap { _ in rest.next() } ?? .unknown).write(to: &list)
          }
        }
      }
    }
  }

  private static func id(in call: Call) throws(Problem) -> ReleaseID {
    guard let id = call.parameters["release"].flatMap({ ReleaseID(parsing: $0) }) else {
      throw Problem(.releaseUnknown)
    }
    return id
  }
}

extension ReleaseDesk {
  /// Hands off a page if there is one.
  fileprivate func handOff(_ id: ReleaseID, page: Int?) async throws -> HandedPage? {
    guard let page else { return nil }
    return try await handOff(id, page: page) as HandedPage
  }
}

extension Problem {
  /// What keeps a release from doing what was asked.
  init(_ failure: ReleaseDesk.Failure) {
    switch failure {
    case .unknown: self.init(.releaseUnknown)
    case .state(let state):
      self.init(
        .releaseState,
        detail: LocalizedText(
          nl: "De actie is nu \(state.label.nl).", en: "It is \(state.label.en) now."))
    case .page(let count):
      self.init(
        .releasePage,
        detail: LocalizedText(
          nl: "Er zijn \(count) bladzijden, vanaf 0.", en: "It has \(count) pages, from 0."))
    case .incomplete(let field):
      self.init(
        .requestInvalid,
        detail: LocalizedText(
          nl: "Een actie heeft `\(field)` nodig: er gaat iets naar iemand.",
          en: "A release needs `\(field)`: something goes to somebody."))
    }
  }
}
