import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `/v1/reservations`: what becomes of the places under the caps that decisions kept free.
struct ReservationRoutes {
  let desk: Desk

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/reservations/{reservation}/use", .key(.handoffsWrite), respond: use),
      Endpoint(
        .post, "/v1/reservations/{reservation}/cancel", .key(.handoffsWrite), respond: cancel),
    ]
  }

  /// Asks again, and says whether to send; `used` is the one word that says yes.
  @Sendable private func use(_ call: Call) async throws -> Response {
    let id = try Self.id(in: call)
    switch try await desk.use(id) {
    case .used: return Self.answer(id, "used")
    case .dropped(_, let answer): return Self.answer(id, "dropped", answer)
    case .ended(.used): throw Problem(.reservationUsed)
    case .ended: throw Problem(.reservationEnded)
    case .unknown: throw Problem(.reservationUnknown)
    }
  }

  /// Cancelling what is cancelled or expired is no mistake: it ended as was asked.
  @Sendable private func cancel(_ call: Call) async throws -> Response {
    let id = try Self.id(in: call)
    switch try await desk.cancel(id) {
    case .held, .cancelled: return Self.answer(id, "cancelled")
    case .used: throw Problem(.reservationUsed)
    case nil: throw Problem(.reservationUnknown)
    }
  }

  private static func id(in call: Call) throws(Problem) -> ReservationID {
    guard let id = call.parameters["reservation"].flatMap({ ReservationID(parsing: $0) }) else {
      throw Problem(.reservationUnknown)
    }
    return id
  }

  private static func answer(
    _ id: ReservationID, _ status: String, _ answer: Desk.Answer? = nil
  ) -> Response {
    .json { json in
      json.object { json in
        json.key("reservation")
        json.string(id.text)
        json.key("status")
        json.string(status)
        guard let answer else { return }
        json.key("decision")
        answer.decision.write(on: answer.use, by: answer.gate, to: &json)
      }
    }
  }
}

extension Desk.Grant {
  /// Writes the decision with the permit and the place that is kept.
  func write(to json: inout JSONWriter, unsubscribeURL: String? = nil) {
    let decision = answer.decision
    DecisionDocument(decision, on: answer.use, by: answer.gate).write(
      to: &json, reference: decision.contactPoint.map { _ in "\(answer.use.channel.rawValue)-1" },
      permit: permit?.text,
      more: { json in
        if let unsubscribeURL {
          json.key("unsubscribeURL")
          json.string(unsubscribeURL)
        }
        writeReservation(to: &json)
      })
  }

  private func writeReservation(to json: inout JSONWriter) {
    if isSameSend {
      json.key("sameSend")
      json.bool(true)
    }
    json.key("reservation")
    guard let reservation else { return json.null() }
    json.object { json in
      json.key("id")
      json.string(reservation.id.text)
      json.key("expiresAt")
      let zone = answer.gate.zone
      json.string(
        reservation.expiresAt.rfc3339(offsetSeconds: zone.offset(at: reservation.expiresAt)))
    }
  }
}
