import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// The OpenAPI document says what the server does, and all of it.
struct DescriptionTests {
  private static func document() throws -> Node {
    try JSONReader.node(in: PackageResources.openapi_json)
  }

  private static func members(_ node: Node?) -> [Node.Member] {
    if case .object(let members)? = node?.content { members } else { [] }
  }

  @Test func `every route is described, and nothing else`() async throws {
    let house = try await House()
    let routes = house.rooms.front(of: [.api, .console, .pages, .log]).table.endpoints
    // The pages of customers are for people; they are told of in Documentation/pages.md.
    let real = Set(routes.map { "\($0.method.rawValue) \($0.path)" })
      .subtracting(house.rooms.customers.map { "\($0.method.rawValue) \($0.path)" })
    let described = Set(
      Self.members(try Self.document()["paths"]).flatMap { path in
        Self.members(path.value).map { "\($0.key.uppercased()) \(path.key)" }
      })
    #expect(real == described)
  }

  @Test func `each route is described with its scope, its query and what it takes`() async throws {
    let house = try await House()
    let document = try Self.document()
    for route in house.rooms.front(of: [.api, .console]).table.endpoints {
      let operation = document["paths"]?[route.path]?[route.method.rawValue.lowercased()]
      let scopes = operation?["security"]?.items.first?["key"]?.items.map(\.word) ?? []
      switch route.access {
      case .key(let scope): #expect(scopes == [scope.rawValue], "\(route.path)")
      default: #expect(scopes.isEmpty, "\(route.path)")
      }
      let types = Self.members(operation?["requestBody"]?["content"]).map(\.key)
      #expect(Set(types) == Set(route.body?.mediaTypes ?? []), "\(route.path)")
      let query = (operation?["parameters"]?.items ?? []).compactMap { parameter -> String? in
        let name = parameter["$ref"]?.word?.split(separator: "/").last
        let whole = name.flatMap { document["components"]?["parameters"]?[String($0)] } ?? parameter
        return whole["in"]?.word == "query" ? whole["name"]?.word : nil
      }
      #expect(Set(query) == route.query, "\(route.path)")
    }
  }

  @Test func `the description knows every code`() throws {
    let codes = try Self.document()["components"]?["schemas"]?["Problem"]?["properties"]?["code"]?[
      "enum"]?.items.map(\.word)
    #expect(codes == ProblemCode.allCases.map(\.rawValue))
  }

  /// Names that only the server can tell from random ones.
  private static let opaque: Set<Substring> = [
    "{customer}", "{reservation}", "{release}", "{link}", "{receipt}", "{token}", "{form}",
    "{complaint}",
  ]
  /// Names of the policy, numbers and words of our own.
  private static let plain: Set<String> = [
    "lang", "record", "reserve", "dryRun", "done", "left", "kind", "purpose", "page", "for", "sent",
    "version", "by",
  ]

  @Test func `no address has room for an identifier`() async throws {
    let house = try await House()
    for route in house.rooms.front(of: Door.allCases).table.endpoints {
      let parameters = route.path.split(separator: "/").filter { $0.hasPrefix("{") }
      #expect(parameters.allSatisfy { Self.opaque.contains($0) || $0 == "{name}" }, "\(route.path)")
      #expect(route.query.isSubset(of: Self.plain), "\(route.path)")
    }
  }
}
