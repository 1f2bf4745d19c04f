import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Who may ask what: every route, with no key, a wrong one, another's scope, and the right one.
struct AccessTests {
  /// How a request shows who sends it, and what must come of it.
  enum Showing: String, CaseIterable {
    case nothing, otherScheme, nonsense, changedSecret, revoked, otherScopes, rightScope

    var refusal: (status: Int, code: String)? {
      switch self {
      case .nothing, .otherScheme: (401, "key.missing")
      case .nonsense, .changedSecret: (401, "key.invalid")
      case .revoked: (401, "key.revoked")
      case .otherScopes: (403, "key.scope")
      case .rightScope: nil
      }
    }
  }

  @Test(arguments: Showing.allCases)
  func `every route asks for its own scope`(_ showing: Showing) async throws {
    let house = try await House()
    let routes = house.rooms.front(of: [.api]).table.endpoints
    var asked = 0
    for route in routes {
      guard case .key(let scope) = route.access else { continue }
      asked += 1
      let headers = Self.headers(showing, scope, house)
      let path = route.path.replacing("{customer}", with: String(repeating: "0", count: 32))
      try await house.ask { client in
        let answer = try await client.execute(uri: path, method: route.method, headers: headers)
        if let refusal = showing.refusal {
          #expect(answer.status.code == refusal.status, "\(path)")
          #expect(answer.code == refusal.code, "\(path)")
          #expect(answer.status != .unauthorized || answer.headers[.wwwAuthenticate] != nil)
        } else {
          #expect(![401, 403].contains(answer.status.code), "\(path)")
        }
      }
    }
    #expect(asked == 19)
  }

  private static func headers(_ showing: Showing, _ scope: Scope, _ house: House) -> HTTPFields {
    let right = house.secrets[scope] ?? ""
    let value: String? =
      switch showing {
      case .nothing: nil
      case .otherScheme: "Basic \(right)"
      case .nonsense: "Bearer x"
      case .changedSecret: "Bearer \(right.dropLast())\(right.last == "a" ? "b" : "a")"
      case .revoked: "Bearer \(house.revoked)"
      case .otherScopes:
        "Bearer \(house.secrets.first { $0.key != scope }?.value ?? "")"
      case .rightScope: "Bearer \(right)"
      }
    var headers: HTTPFields = [:]
    headers[.authorization] = value
    return headers
  }

  @Test func `a key that is revoked is refused from then on`() async throws {
    let house = try await House()
    let headers = house.headers(.customersRead)
    let body = ByteBuffer(string: "{\"subject\":{\"email\":\"a@example.nl\"}}")
    try await house.ask { client in
      let before = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: headers, body: body)
      #expect(before.status == .notFound)
      let id = NewKey.id(in: house.secrets[.customersRead] ?? "") ?? ""
      try await house.askAsOwner { owner in
        let answer = try await owner.execute(
          uri: "/inner/keys/revoke", method: .post, headers: [.contentType: "application/json"],
          body: ByteBuffer(string: "{\"id\":\"\(id)\",\"at\":\(House.now.milliseconds)}"))
        #expect(answer.text == "true")
      }
      let after = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: headers, body: body)
      #expect(after.code == "key.revoked")
    }
  }

  @Test func `the owner needs no key`() async throws {
    let house = try await House(facts: RouteTests.anna)
    try await house.askAsOwner { client in
      let answer = try await client.execute(
        uri: "/v1/decisions", method: .post, headers: [.contentType: "application/json"],
        body: ByteBuffer(string: RouteTests.use))
      #expect(answer.status == .ok)
    }
  }

  @Test func `no secret is kept, and no two keys are alike`() async throws {
    let keys = (0..<200).map { _ in NewKey(named: "n", scopes: [.factsWrite], at: House.now) }
    #expect(Set(keys.map(\.secret)).count == 200)
    for key in keys {
      #expect(key.secret.hasPrefix("okk_\(key.key.id)_"))
      #expect(key.key.digest == NewKey.digest(of: key.secret))
      #expect(!"\(key.key)".contains(key.secret))
    }
  }

  @Test func `digests are equal only as a whole`() {
    let one = NewKey.digest(of: "a")
    #expect(KeyCheck.areEqual(one, one))
    #expect(!KeyCheck.areEqual(one, Array(one.dropLast())))
    for index in one.indices {
      var other = one
      other[index] ^= 1
      #expect(!KeyCheck.areEqual(one, other))
    }
  }
}
