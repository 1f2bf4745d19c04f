import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Over a real connection.
struct LiveTests {
  @Test func `a long list is sent as it is found`() async throws {
    let people = (0..<300).map { number in
      """
      {"id":"\(number)","source":"web","kind":"described",\
      "occurredAt":"2026-11-01T10:00:00+01:00","subject":{"customerNumber":"c\(number)"}}
      """
    }
    let house = try await House(facts: people)
    let headers = house.headers(.audiencesRead)
    try await house.ask(.live) { client in
      let answer = try await client.execute(
        uri: "/v1/audiences", method: .post, headers: headers,
        body: ByteBuffer(
          string: "{\"purpose\":\"offers\",\"channel\":\"email\",\"list\":\"everybody\"}"))
      #expect(answer.headers[.transferEncoding] == "chunked")
      #expect(answer.text.split(separator: "\n").count == 300)
    }
    #expect(house.rooms.admission.count == 0)
    #expect(house.lines.all.contains { $0.hasPrefix("POST /v1/audiences 200 ") })
  }

  @Test func `many requests go over one connection, refusals too`() async throws {
    let house = try await House(facts: RouteTests.anna)
    let headers = house.headers(.decisionsRead)
    try await house.ask(.live) { client in
      for number in 0..<20 {
        let body = number.isMultiple(of: 2) ? RouteTests.use : "{"
        let answer = try await client.execute(
          uri: "/v1/decisions", method: .post, headers: headers, body: ByteBuffer(string: body))
        #expect(answer.status == (number.isMultiple(of: 2) ? .ok : .badRequest))
      }
    }
  }

  @Test func `a name that is not ours is misdirected`() async throws {
    var settings = ServerSettings()
    settings.hosts = [.api: .init(name: "api.example.nl")]
    let house = try await House(settings: settings)
    let listener = Listener(port: 0, named: ["api.example.nl": [.api]], others: [])
    try await Application(responder: house.rooms.responder(of: listener)).test(.live) { client in
      let answer = try await client.execute(uri: "/v1/openapi.json", method: .get)
      #expect(answer.status.code == 421)
      #expect(answer.code == "host.unknown")
    }
  }

  @Test func `GET changes nothing`() async throws {
    let house = try await House(facts: RouteTests.anna)
    let before = await house.store.counts
    let policies = await house.store.appliedPolicies
    let keys = await house.store.keys
    try await house.ask { client in
      for route in house.rooms.front(of: Door.allCases).table.endpoints where route.method == .get {
        let path = route.path.replacing("{customer}", with: String(repeating: "0", count: 32))
        _ = try await client.execute(
          uri: path, method: .get, headers: house.headers(.customersRead))
      }
    }
    #expect(await house.store.counts == before)
    #expect(await house.store.appliedPolicies == policies)
    #expect(await house.store.keys == keys)
  }
}
