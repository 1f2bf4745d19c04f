import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `/v1/customers`: from an identifier to an opaque name, and from that name to what is known.
///
/// An identifier is sent in a body, never in an address: addresses end up in logs and histories.
struct CustomerRoutes {
  let desk: any APIDesk

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/customers/search", .key(.customersRead), body: .json, respond: search)
    ]
  }

  @Sendable private func search(_ call: Call) async throws -> Response {
    let fields = try BodyFields(call.node(), of: "A search", known: ["subject"])
    let subject = try fields.identifiers("subject")
    guard let customer = try await desk.customer(of: subject) else {
      throw Problem(.customerUnknown)
    }
    return .json { json in
      json.object { json in
        json.key("customer")
        json.string(customer.text)
      }
    }
  }
}
