import OpenkaartCore
import OpenkaartFiles
import Testing

@testable import OpenkaartHTTP

/// The configuration, and which doors share a port.
struct SettingsTests {
  private static func settings(_ text: String) throws -> ServerSettings {
    try ServerSettings(reading: YAMLReader.node(in: Array(text.utf8)))
  }

  @Test func `without a word every door but health shares one port`() {
    let listeners = Listener.all(ServerSettings())
    #expect(listeners.map(\.port) == [8080, 8081])
    #expect(listeners.map(\.others) == [[.api, .pages, .console, .log], [.health]])
  }

  @Test func `doors get names, ports or both`() throws {
    let settings = try Self.settings(
      """
      port: 8443
      hosts:
        api: API.example.nl
        pages: mijn.example.nl
        console: 9000
        log: log.example.nl:9000
        health: 9100
      """)
    let listeners = Listener.all(settings)
    #expect(listeners.map(\.port) == [8443, 9000, 9100])
    #expect(listeners[0].named == ["api.example.nl": [.api], "mijn.example.nl": [.pages]])
    #expect(listeners[0].others.isEmpty)
    #expect(listeners[1].others == [.console])
    #expect(listeners[1].named == ["log.example.nl": [.log]])
  }

  @Test func `two free ports are two`() throws {
    let settings = try Self.settings("port: 0\nhosts: {console: 0, health: 0}")
    #expect(Listener.all(settings).map(\.port) == [0, 0, 0])
  }

  @Test(arguments: [
    ("prot: 1", "field.unknown"), ("port: 70000", "field.wrong"), ("port: x", "field.wrong"),
    ("hosts: {api: 'a b'}", "field.wrong"), ("hosts: {api: 'a:b:c'}", "field.wrong"),
    ("hosts: {apis: a}", "field.unknown"), ("tls: {certificate: a}", "field.missing"),
    ("limits: {requests: 0}", "field.wrong"), ("limits: {speed: 1}", "field.unknown"),
    ("proxies: 10.0.0.1", "field.wrong"), ("witnesses: [a]", "field.wrong"),
    ("[]", "field.notAnObject"),
  ])
  func `a mistake is named`(_ text: String, _ code: String) {
    #expect {
      try Self.settings(text)
    } throws: {
      ($0 as? DocumentError)?.code == code
    }
  }

  @Test func `limits can be set`() throws {
    let settings = try Self.settings("limits: {requestsPerMinute: 60, batchBytes: 4096}")
    #expect(settings.limits.requestsPerMinute == 60)
    #expect(settings.limits.batchBytes == 4096)
  }
}
