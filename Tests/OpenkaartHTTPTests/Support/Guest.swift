import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService

@testable import OpenkaartHTTP

/// A browser of somebody who looks at pages: it keeps cookies and sends forms as browsers do.
actor Guest {
  private let client: any TestClientProtocol
  private let house: House
  private(set) var cookies: [String: String] = [:]

  init(_ client: any TestClientProtocol, _ house: House) {
    self.client = client
    self.house = house
  }

  /// The headers a browser sends with a form of ours.
  static let own: HTTPFields = {
    var headers: HTTPFields = [
      .contentType: "application/x-www-form-urlencoded", .accept: "text/html",
      .acceptLanguage: "en",
    ]
    headers[.fetchSite] = "same-origin"
    return headers
  }()

  func get(_ path: String, _ more: HTTPFields = [:]) async throws -> TestResponse {
    try await send(.get, path, more)
  }

  func post(
    _ path: String, _ form: String, headers: HTTPFields = Guest.own
  ) async throws -> TestResponse {
    try await send(.post, path, headers, form)
  }

  /// Sends a form of somebody who is in, with what shows that it is ours.
  func change(_ path: String, _ form: String) async throws -> TestResponse {
    let page = try await get("/me").text
    let token = page.firstMatch(of: /name="token" value="([0-9a-f]+)"/)?.1 ?? ""
    return try await post(path, form + "&token=\(token)")
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String? = nil
  ) async throws -> TestResponse {
    var headers = headers
    if headers[.acceptLanguage] == nil { headers[.acceptLanguage] = "en" }
    headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
    let answer = try await client.execute(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    for cookie in answer.headers[values: .setCookie] {
      let pair = cookie.split(separator: ";")[0].split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
    }
    return answer
  }

  /// What stands in the last message: its link and its code.
  func lastMail() async throws -> (link: String, code: String)? {
    await house.rooms.waiting.empty()
    guard let mail = await house.store.due(at: .distantFuture, atMost: 100).last?.mail else {
      return nil
    }
    let text = String(decoding: mail.bytes, as: UTF8.self).replacing("=\r\n", with: "")
    let code = text.firstMatch(of: #/\s\s\s\s([a-z0-9]{4}-[a-z0-9]{4})/#)?.1
    let link = text.firstMatch(of: /\/sign-in\/link\/([a-z0-9]{52})/)?.1
    return code.map { (link.map(String.init) ?? "", String($0)) }
  }

  /// Gets in by the mail, as a person does.
  func enter(as address: String) async throws {
    _ = try await post("/sign-in", "who=\(address.replacing("@", with: "%40"))")
    let mail = try await lastMail()
    _ = try await post("/sign-in/link/\(mail?.link ?? "")", "")
  }

  /// Shows a second code.
  func raise() async throws -> TestResponse {
    _ = try await change("/me/sure/code", "for=copy")
    let code = try await lastMail()?.code ?? ""
    return try await change("/me/sure", "for=copy&code=\(code)")
  }
}
