import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// The pages for people, and what every answer tells the browser.
struct PageTests {
  @Test(arguments: [
    ("/", "", "nl"), ("/", "en-GB,en;q=0.9,nl;q=0.8", "en"), ("/", "de,nl;q=0.2,en;q=0.1", "nl"),
    ("/?lang=en", "nl", "en"), ("/problems", "nl-BE", "nl"), ("/problems?lang=en", "", "en"),
    ("/design", "nl", "nl"),
  ])
  func `a page speaks the language asked for`(
    _ path: String, _ accepted: String, _ language: String
  ) async throws {
    let house = try await House()
    try await house.ask { client in
      let page = try await client.execute(
        uri: path, method: .get, headers: [.acceptLanguage: accepted])
      #expect(page.status == .ok)
      #expect(page.headers[.contentType] == "text/html; charset=utf-8")
      #expect(page.headers[.contentLanguage] == language)
      #expect(page.text.contains("<html lang=\"\(language)\">"))
      #expect(page.text.contains("<script src=\"/assets/openkaart.js\" defer></script>"))
      #expect(page.text.split(separator: "<script").count == 2)
      #expect(!page.text.contains("style="))
    }
  }

  @Test func `the page of problems has every code`() async throws {
    let house = try await House()
    try await house.ask { client in
      let page = try await client.execute(uri: "/problems?lang=en", method: .get).text
      for code in ProblemCode.allCases {
        #expect(page.contains("<tr id=\"\(code.rawValue)\">"), "\(code.rawValue)")
      }
    }
  }

  @Test func `a name in the policy cannot become markup`() async throws {
    let page = StartPage(pages: try PageMaker())
    let state = StartPage.State(
      controller: "<b>&\"", policyVersion: "1", hasFacts: false, hasKey: false, dataFolder: "DIR",
      addresses: [.api: "http://x"])
    let response = page.response(about: state, in: .en)
    #expect(response.headers[.contentType]?.hasPrefix("text/html") == true)
    let writer = TextWriter()
    try await response.body.write(writer)
    #expect(!writer.text.contains("<b>"))
    #expect(writer.text.contains("&lt;b&gt;"))
  }

  @Test(arguments: [
    "/", "/problems", "/design", "/assets/openkaart.css", "/assets/openkaart.js",
    "/assets/icon.svg", "/v1/openapi.json",
    "/v1/facts", "/nothing", "/v1/facts?x=1",
  ])
  func `every answer carries its protection`(_ path: String) async throws {
    var settings = ServerSettings()
    settings.proxies = ["10.0.0.1"]
    let house = try await House(settings: settings)
    try await house.ask { client in
      let answer = try await client.execute(uri: path, method: .get)
      let policy = answer.headers[.contentSecurityPolicy] ?? ""
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
      #expect(answer.headers[.referrerPolicy] == "no-referrer")
      #expect(answer.headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains")
      #expect(answer.headers[.cacheControl] != nil)
    }
  }

  @Test func `HEAD answers as GET does, without the body`() async throws {
    let house = try await House()
    try await house.ask { client in
      let page = try await client.execute(uri: "/problems", method: .get)
      let head = try await client.execute(uri: "/problems", method: .head)
      #expect(head.status == .ok)
      #expect(head.body.readableBytes == 0)
      #expect(head.headers[.contentLength] == page.headers[.contentLength])
    }
  }

  @Test(arguments: [
    ("", Language.nl), ("en", .en), ("EN-us", .en), ("nl;q=0", .nl), ("en;q=0.001", .en),
    ("nl;q=0.5,en;q=0.51", .en), ("english", .nl), ("en;q=abc", .nl), ("en;q=2", .nl),
  ])
  func `the header of languages is read`(_ header: String, _ language: Language) {
    #expect(Language(accepted: header) == language)
  }
}
