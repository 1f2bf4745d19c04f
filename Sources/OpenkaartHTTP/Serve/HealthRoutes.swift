import HTTPTypes
import Hummingbird
import OpenkaartService

/// Whether the server lives, whether it can work, and its numbers; on a port of their own.
struct HealthRoutes {
  let metrics: Metrics
  let admission: Admission
  let store: any FactStore
  let policies: any PolicyShelf
  let start: ContinuousClock.Instant

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/healthz", .everybody) { _ in Self.text(.ok, "ok\n") },
      Endpoint(.get, "/readyz", .everybody, respond: ready),
      Endpoint(.get, "/metrics", .everybody, respond: numbers),
    ]
  }

  /// Ready is: not stopping, and the store answers.
  @Sendable private func ready(_: Call) async -> Response {
    guard !admission.isClosed else { return Self.text(.serviceUnavailable, "stopping\n") }
    do {
      guard try await policies.currentPolicy != nil else {
        return Self.text(.serviceUnavailable, "no policy was applied\n")
      }
      _ = try await store.facts(about: [])
      return Self.text(.ok, "ready\n")
    } catch {
      return Self.text(.serviceUnavailable, "the store does not answer\n")
    }
  }

  @Sendable private func numbers(_: Call) async throws -> Response {
    let counts = try await store.counts
    let version = try await policies.currentPolicy?.version ?? ""
    let up = (ContinuousClock.now - start).components.seconds
    let gauges = [
      Gauge(
        name: "openkaart_policy_info", help: "The policy in force.",
        labels: [("version", version)], value: "1"),
      Gauge(name: "openkaart_up_seconds", help: "How long the server runs.", value: "\(up)"),
      Gauge(
        name: "openkaart_http_requests_in_progress", help: "Requests being worked on.",
        value: "\(admission.count)"),
      Gauge(name: "openkaart_store_facts", help: "Facts in the store.", value: "\(counts.facts)"),
      Gauge(
        name: "openkaart_store_customers", help: "Customers in the store.",
        value: "\(counts.customers)"),
      Gauge(
        name: "openkaart_store_identifiers", help: "Identifiers in the store.",
        value: "\(counts.identifiers)"),
    ]
    let page = metrics.exposition(gauges: gauges)
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: page)))
  }

  private static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
