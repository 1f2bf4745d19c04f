import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The links in the two mails about a change of address: to confirm it, and to take it back.
///
/// Looking changes nothing: programs that look for danger in mails follow every link.
struct AddressRoutes {
  let addresses: AddressDesk
  let reception: Reception
  let pages: PageMaker

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/address/{token}", .everybody, query: ["lang"], respond: showConfirming),
      Endpoint(.post, "/address/{token}", .everybody, body: .form, respond: confirm),
      Endpoint(.get, "/address/undo/{token}", .everybody, query: ["lang"], respond: showUndoing),
      Endpoint(.post, "/address/undo/{token}", .everybody, body: .form, respond: undo),
    ]
  }

  @Sendable private func showConfirming(_ call: Call) async throws -> Response {
    let visit = try await visit(call)
    guard let change = addresses.change(confirmedBy: visit.token) else { return visit.deadLink }
    return question("confirm", change, visit, at: "/address/\(visit.token)")
  }

  @Sendable private func confirm(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    let visit = try await visit(call)
    guard let change = addresses.change(confirmedBy: visit.token) else { return visit.deadLink }
    guard try call.form()["confirm"] == "yes" else { throw Problem(.requestInvalid) }
    switch try await addresses.confirm(change) {
    case .done: return said("confirmed", .yes, visit)
    case .stopped: return said("stopped", .no, visit)
    case .taken: return said("taken", .no, visit)
    }
  }

  @Sendable private func showUndoing(_ call: Call) async throws -> Response {
    let visit = try await visit(call)
    guard let change = addresses.change(undoneBy: visit.token) else { return visit.deadLink }
    return question("undo", change, visit, at: "/address/undo/\(visit.token)")
  }

  @Sendable private func undo(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    let visit = try await visit(call)
    guard let change = addresses.change(undoneBy: visit.token) else { return visit.deadLink }
    guard try call.form()["confirm"] == "yes" else { throw Problem(.requestInvalid) }
    try await addresses.undo(change, ending: reception)
    return said("undone", .yes, visit)
  }

  // MARK: Showing it

  private func visit(_ call: Call) async throws -> PublicVisit {
    let desk = addresses.desk
    var visit = PublicVisit(
      pages: pages, policy: try await desk.policies.gate(at: desk.now).policy,
      language: try call.language(), isLanguageChosen: call.query["lang"] != nil, path: "/privacy")
    visit.token = call.parameters["token"] ?? ""
    return visit
  }

  private func question(
    _ key: String, _ change: AddressChange, _ visit: PublicVisit, at path: String
  ) -> Response {
    let words = pages.words.table("address", in: visit.language)
    let masked: KeyValuePairs = [
      "old": PersonalLink.masked(change.old), "new": PersonalLink.masked(change.new),
      "company": visit.policy.controller.name,
    ]
    return visit.response(
      "addressQuestion", visit.frame(words("\(key)Title"), path: path),
      [
        "path": path, "lead": words("\(key)Lead", masked), "text": words("\(key)Text"),
        "button": words("\(key)Yes"), "not": words("\(key)No"),
      ])
  }

  private func said(_ key: String, _ look: PageFrame.Notice.Look, _ visit: PublicVisit) -> Response
  {
    let words = pages.words.table("address", in: visit.language)
    var frame = visit.frame(words("\(key)Title"))
    frame.notice = PageFrame.Notice(
      look: look, lines: [words("\(key)Text")],
      action: PageFrame.Link(name: words("toPage"), link: "/sign-in"))
    return visit.response(
      "said", frame,
      [
        "lines": [words("\(key)Next")],
        "contact": look == .no ? visit.policy.controller.contact.email ?? false as Any : false,
      ])
  }
}
