import Foundation
import OpenkaartCore
import OpenkaartFiles
import Testing

struct ZoneTableSystemTests {
  @Test func `every zone of the system is read`() throws {
    let table = try ZoneTable.system()
    #expect(table.names.count > 300)
    #expect(table["Europe/Amsterdam"] != nil)
    #expect(table["America/Argentina/Buenos_Aires"] != nil)
    #expect(table["UTC"]?.offset(at: .distantFuture) == 0)
    #expect(table["posixrules"] == nil)
    #expect(table["localtime"] == nil)
    #expect(table.names.allSatisfy { !$0.hasPrefix("right/") && !$0.hasPrefix("posix/") })
    #expect(table.digest == (try ZoneTable.system()).digest)
  }

  @Test func `reading all zones is quick`() throws {
    let elapsed = try ContinuousClock().measure { _ = try ZoneTable.system() }
    // A debug build on a busy machine; a release build takes a few dozen milliseconds.
    #expect(elapsed < .seconds(5))
  }

  @Test func `only the zones that were asked for are read`() throws {
    let table = try ZoneTable.system(names: ["Europe/Amsterdam", "UTC"])
    #expect(table.names == ["Europe/Amsterdam", "UTC"])
  }

  @Test(arguments: [
    "Europe/Amsterdm", "", "/", "Europe", "/etc/passwd", "../../../etc/passwd", "Europe/../UTC",
    "Europe//Amsterdam", "tzdata.zi", "Europe/Amsterdam\0",
  ])
  func `an unknown name says to install tzdata`(name: String) throws {
    let error = #expect(throws: ZoneTableError.self) { try ZoneTable.system(names: [name]) }
    #expect(error == .unknownZone(name, directory: "/usr/share/zoneinfo"))
    #expect(error?.message.en.contains("`tzdata` package") == true)
    #expect(error?.code == "zone.unknown")
  }

  @Test func `a folder without zones says to install tzdata`() throws {
    let error = #expect(throws: ZoneTableError.self) {
      try ZoneTable.system(directory: "/nonexistent")
    }
    #expect(
      error?.message.en
        == "There are no time zones in `/nonexistent`. Install the `tzdata` package.")
  }

  @Test func `a damaged zone is named`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("TZif2".utf8).write(to: folder.appending(path: "Broken"))
    let error = #expect(throws: ZoneTableError.self) {
      try ZoneTable.system(directory: folder.path)
    }
    #expect(error == .unreadableZone("Broken", .truncated))
  }
}
