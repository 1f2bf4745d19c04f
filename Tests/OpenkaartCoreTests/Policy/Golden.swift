import Foundation
import OpenkaartCore
import OpenkaartFiles
import Testing

/// Files that say what a text should be; set OPENKAART_RECORD=1 to write them anew.
enum Golden {
  static func expect(
    _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = fixtures.appending(path: "golden/\(name)")
    if ProcessInfo.processInfo.environment["OPENKAART_RECORD"] == "1" {
      try Data(text.utf8).write(to: url)
    }
    let golden = try String(contentsOf: url, encoding: .utf8)
    #expect(text == golden, sourceLocation: sourceLocation)
  }

  static func dealer() throws -> Policy {
    let url = fixtures.appending(path: "scenarios/dealer.yaml")
    let reading = try checked(String(contentsOf: url, encoding: .utf8))
    #expect(reading.diagnostics.isEmpty)
    return try #require(reading.policy)
  }

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")
}
