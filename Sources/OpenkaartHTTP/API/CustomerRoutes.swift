import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `/v1/customers`: from an identifier to an opaque name, and from that name to what is known.
///
/// An identifier is sent in a body, never in an address: addresses end up in logs and histories.
struct CustomerRoutes {
  let desk: Desk

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/customers/search", .key(.customersRead), body: .json, respond: search),
      Endpoint(.get, "/v1/customers/{customer}", .key(.customersRead), respond: read),
    ]
  }

  @Sendable private func search(_ call: Call) async throws -> Response {
    let fields = try BodyFields(
      call.node(), of: LocalizedText(nl: "Een zoekvraag", en: "A search"), known: ["subject"])
    let subject = try fields.identifiers("subject")
    guard let customer = try await desk.customer(of: subject, by: call.caller.name) else {
      throw Problem(.customerUnknown)
    }
    return .json { json in
      json.object { json in
        json.key("customer")
        json.string(customer.text)
      }
    }
  }

  /// Reading changes nothing but the log of who read what.
  @Sendable private func read(_ call: Call) async throws -> Response {
    guard let customer = call.parameters["customer"].flatMap({ CustomerID(parsing: $0) }),
      let card = try await desk.card(of: customer, by: call.caller.name)
    else { throw Problem(.customerUnknown) }
    return .json { CardDocument(card).write(to: &$0) }
  }
}
