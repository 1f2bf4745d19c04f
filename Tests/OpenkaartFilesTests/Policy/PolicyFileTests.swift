import Foundation
import OpenkaartCore
import OpenkaartFiles
import Testing

@Suite struct PolicyFileTests {
  @Test func `the policy of the dealer loads, with a version`() throws {
    let file = try PolicyFile.load(path: Self.dealer)
    #expect(file.reading.diagnostics.isEmpty)
    #expect(file.policy.version.utf8.count == 32)
    #expect(file.policy.version.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    #expect(file.policy.purposes.count == 8)
    #expect(file.text.hasPrefix("# The policy"))
    #expect(file.zones["Europe/Amsterdam"] != nil)
  }

  @Test func `the version changes with the text and with the time zones`() throws {
    let zones = try ZoneTable.system(names: ["Europe/Amsterdam", "Europe/Brussels"])
    let bytes = [UInt8](try fixture("dealer.yaml").utf8)
    let one = PolicyDraft(bytes: bytes, path: "p", zones: zones).policy?.version
    let spaced = PolicyDraft(bytes: bytes + [0x0A], path: "p", zones: zones).policy?.version
    let fewer = try ZoneTable.system(names: ["Europe/Amsterdam"])
    let other = PolicyDraft(bytes: bytes, path: "p", zones: fewer).policy?.version
    let again = PolicyDraft(bytes: bytes, path: "q", zones: zones).policy?.version
    #expect(one != nil && one == again)
    #expect(Set([one, spaced, other]).count == 3)
  }

  @Test func `a time zone that the system does not have is a mistake`() throws {
    let bytes = [UInt8](try fixture("dealer.yaml").utf8)
    let draft = PolicyDraft(bytes: bytes, path: "p", zones: .empty)
    #expect(draft.reading.diagnostics.map(\.code) == ["controller.unknownZone"])
    #expect(draft.policy == nil)
  }

  @Test func `a policy with mistakes does not load, and says where they are`() throws {
    try inNewFolder { folder in
      let path = folder.appending(path: "p.yaml").path
      try NewFile.write("controller: {name: A, entity: a}\npurpose: []\n", to: path)
      let error = #expect(throws: PolicyFileError.self) { try PolicyFile.load(path: path) }
      #expect(error?.code == "policy.mistakes")
      for text in [error?.message.nl, error?.message.en] {
        #expect(text?.contains("\(path):2:1: ") == true)
      }
      #expect(error?.message.nl.contains("bestaat hier niet") == true)
    }
  }

  @Test(
    arguments: [
      [], [0xFF, 0xFE], Array("a: [".utf8), Array("a: *b".utf8), Array("a: 1\na: 2".utf8),
      Array(repeating: UInt8(ascii: "["), count: 5_000), Array(repeating: 0, count: 10),
      Array(repeating: UInt8(ascii: "a"), count: 2 << 20),
    ] as [[UInt8]])
  func `bytes that are no policy give a mistake, never a policy`(_ bytes: [UInt8]) {
    let draft = PolicyDraft(bytes: bytes, path: "p", zones: .empty)
    #expect(draft.policy == nil)
    #expect(draft.reading.hasErrors)
  }

  @Test func `a file that is not there is said to be so`() {
    let error = #expect(throws: PolicyFileError.self) {
      try PolicyFile.load(path: "/nowhere/policy.yaml")
    }
    #expect(error?.code == "policy.unreadable")
  }

  @Test func `a file that exists is never overwritten`() throws {
    try inNewFolder { folder in
      let path = folder.appending(path: "deep/er/p.yaml").path
      try NewFile.write("one", to: path)
      #expect(throws: NewFile.Failure.exists(path)) { try NewFile.write("two", to: path) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
    }
  }

  @Test func `answers in a file are texts, numbers, truths and lists`() throws {
    let text = "company: 42\nchannels: [email, sms]\ndoubleOptIn: false\ndpo: no\ncap: ~\n"
    let answers = try InterviewAnswers.answers(in: Array(text.utf8))
    #expect(
      answers == [
        "company": "42", "channels": "email, sms", "doubleOptIn": "no", "dpo": "no", "cap": "",
      ])
    let error = #expect(throws: DocumentError.self) {
      try InterviewAnswers.answers(in: Array("compny: x".utf8))
    }
    #expect(error?.message.nl.contains("`company`") == true)
  }

  private static let dealer = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/scenarios/dealer.yaml").path

  private func inNewFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }
}
