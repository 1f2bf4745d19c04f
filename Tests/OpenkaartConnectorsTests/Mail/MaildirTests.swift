import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartService
import Testing

/// Messages as another program reads them: Python's `mailbox` and `email` are the second opinion.
struct MaildirTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "maildir-\(UUID().uuidString)").path

  private static let sender = MailAddress(
    "privacy@vandijk.example", name: "Autobedrijf \"Van\" Dijk")
  private static let receiver = MailAddress("anna+nieuws@example.nl")
  private static let at = Timestamp(rfc3339: "2026-11-01T09:05:06+01:00") ?? .distantPast

  /// What Python reads in a folder, one object per message, sorted by id.
  private func read() throws -> [[String: Any]] {
    let script = """
      mailbox, json, sys = map(__import__, ("mailbox", "json", "sys"))
      from email import message_from_bytes as parse, policy
      box = mailbox.Maildir(sys.argv[1], create=False, factory=None)
      found = []
      for key in box.keys():
          m = parse(box.get_bytes(key), policy=policy.default)
          part = lambda kind: (m.get_body((kind,)) or m).get_content()
          found.append({
              "headers": m.keys(), "subject": m["Subject"], "from": m["From"].addresses[0].addr_spec,
              "name": m["From"].addresses[0].display_name, "to": m["To"].addresses[0].addr_spec,
              "date": m["Date"].datetime.isoformat(), "id": m["Message-ID"].strip(),
              "unsubscribe": m["List-Unsubscribe"], "post": m["List-Unsubscribe-Post"],
              "text": part("plain"), "html": part("html"), "type": m.get_content_type(),
              "defects": [str(d) for p in m.walk() for d in p.defects]
                  + [str(d) for v in m.values() for d in v.defects],
              "longest": max(map(len, box.get_bytes(key).split(b"\\n")))})
      json.dump(sorted(found, key=lambda m: m["id"]), sys.stdout)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try #require(JSONSerialization.jsonObject(with: bytes) as? [[String: Any]])
  }

  private func message(
    _ id: String, subject: String, text: String, html: String? = nil, url: String? = nil
  ) throws -> MailMessage {
    MailMessage(
      id: id, from: try #require(Self.sender), to: try #require(Self.receiver), subject: subject,
      text: text, html: html, at: Self.at, unsubscribeURL: url)
  }

  @Test func `another program reads what was written`() async throws {
    let url = "https://klant.vandijk.example/u/" + String(repeating: "aB3-_", count: 60)
    let texts = [
      ("plain", "A short one", "Hallo Anna,\n\nTot ziens.\n"),
      (
        "long", String(repeating: "Uw afspraak bij ons ", count: 20) + "€", "=\n.\nFrom here\n é \n"
      ),
      ("emoji", "👩‍👩‍👧‍👦 Käse, =?utf-8?B?xxx?=", String(repeating: "🚗", count: 200) + " \n"),
      ("empty", "", "x\n"),
    ]
    for (id, subject, text) in texts {
      try await Maildir(path: path).carry(
        message(id, subject: subject, text: text, html: "<p>\(text)</p>", url: url).outgoing)
    }
    let found = try read()
    #expect(found.count == texts.count)
    for message in found {
      let id = try #require(message["id"] as? String)
      let (_, subject, text) = try #require(texts.first { "<\($0.0)@vandijk.example>" == id })
      #expect(message["subject"] as? String == subject)
      #expect(message["text"] as? String == text)
      #expect(message["html"] as? String == "<p>\(text)</p>")
      #expect(message["from"] as? String == "privacy@vandijk.example")
      #expect(message["name"] as? String == "Autobedrijf \"Van\" Dijk")
      #expect(message["to"] as? String == "anna+nieuws@example.nl")
      #expect(message["date"] as? String == "2026-11-01T08:05:06+00:00")
      #expect(message["unsubscribe"] as? String == "<\(url)>")
      #expect(message["post"] as? String == "List-Unsubscribe=One-Click")
      #expect(message["type"] as? String == "multipart/alternative")
      #expect(message["defects"] as? [String] == [], "\(id)")
      #expect(message["longest"] as? Int ?? 999 < 998)
    }
  }

  @Test(arguments: ["\r\nBcc: x@evil.example", "\nX: 1", "\r\r", "\u{85}B", "\u{2028}Bcc: x", "\0"])
  func `no line break in a subject or name begins a header`(hostile: String) async throws {
    let from = try #require(MailAddress("privacy@vandijk.example", name: "Van\(hostile) Dijk"))
    let to = try #require(Self.receiver)
    let message = MailMessage(
      id: "h", from: from, to: to, subject: "Hello\(hostile)", text: "x",
      at: Self.at, unsubscribeURL: "https://x.example/u/a\(hostile)")
    try await Maildir(path: path).carry(message.outgoing)
    let found = try #require(try read().first)
    #expect(
      found["headers"] as? [String] == [
        "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding",
      ])
    #expect(MailAddress("anna@example.nl\(hostile)") == nil)
    #expect(MailAddress("an\(hostile)na@example.nl") == nil)
  }

  @Test func `a message lies there once, whole, and is its owner's alone`() async throws {
    let mail = try message("twice", subject: "Hi", text: "x").outgoing
    for _ in 0..<2 { try await Maildir(path: path).carry(mail) }
    let files = try FileManager.default.contentsOfDirectory(atPath: path + "/new")
    #expect(files == ["twice.openkaart"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/tmp") == [])
    for (file, mode) in [("", 0o700), ("/new", 0o700), ("/new/twice.openkaart", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + file)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
  }

  @Test func `what cannot be written is no delivery`() async throws {
    let mail = try message("x", subject: "Hi", text: "x").outgoing
    await #expect(throws: StoreError.notWritable(folder: "/proc/none")) {
      try await Maildir(path: "/proc/none").carry(mail)
    }
  }
}
