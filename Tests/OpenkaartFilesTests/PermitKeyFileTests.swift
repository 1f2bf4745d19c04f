import Foundation
import OpenkaartFiles
import Testing

@Suite struct PermitKeyFileTests {
  /// Writes a file of so many bytes with this mode and reads it as a key.
  private func read(_ count: Int, mode: Int) throws(PermitKeyFile.Failure) {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "permit-\(UUID().uuidString).key").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = Data((0..<count).map { UInt8($0 & 0xFF) })
    _ = FileManager.default.createFile(
      atPath: path, contents: bytes, attributes: [.posixPermissions: mode])
    _ = try PermitKeyFile.read(path: path)
  }

  @Test(arguments: [0o600, 0o400]) func `a file of one's own is read`(mode: Int) throws {
    try read(32, mode: mode)
    try read(1024, mode: mode)
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777])
  func `a file that others may use is refused, and says what to do`(mode: Int) {
    let error = #expect(throws: PermitKeyFile.Failure.self) { try read(32, mode: mode) }
    #expect(error?.code == "permitKey.openToOthers")
    #expect(error?.description.contains("chmod 600") == true)
  }

  @Test(arguments: [0, 31, 1025]) func `a file of another size is refused`(count: Int) {
    let error = #expect(throws: PermitKeyFile.Failure.self) { try read(count, mode: 0o600) }
    #expect(error?.code == "permitKey.wrongSize")
  }

  @Test func `a folder, and a file that is not there, are refused`() {
    let folder = #expect(throws: PermitKeyFile.Failure.self) {
      try PermitKeyFile.read(path: FileManager.default.temporaryDirectory.path)
    }
    #expect(folder?.code == "permitKey.notAFile" || folder?.code == "permitKey.unreadable")
    let nothing = #expect(throws: PermitKeyFile.Failure.self) {
      try PermitKeyFile.read(path: "/nowhere/permit.key")
    }
    #expect(nothing?.code == "permitKey.unreadable")
  }
}
