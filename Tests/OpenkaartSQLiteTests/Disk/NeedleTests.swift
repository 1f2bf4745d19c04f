import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// Looks for what people told us in every file of the folder, in every writing a thief would try.
struct NeedleTests {
  @Test func `nothing personal stands in clear on disk`() async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    let needles = Needles(count: 10)
    try await store.append(needles.facts)
    try await store.note(
      needles.texts.map {
        SnapshotRow(key: $0, digest: Array($0.utf8), subject: needles.facts[0].subject)
      }, of: "crm", seenIn: [1])
    #expect(try await store.facts(about: needles.facts[0].subject).facts.count > 0)
    for isOpen in [true, false] {
      if !isOpen { try await store.close() }
      let files = try folder.files()
      #expect(files.count >= 4)
      for file in files {
        let bytes = try Data(contentsOf: URL(filePath: folder.file(file)))
        #expect(needles.found(in: bytes).isEmpty, "\(file), \(isOpen ? "open" : "closed")")
      }
    }
  }

  @Test func `the search finds what there is to find`() throws {
    let needles = Needles(count: 1)
    var json = JSONWriter()
    needles.facts[0].document(to: &json)
    #expect(!needles.found(in: Data(json.bytes)).isEmpty)
    for text in needles.texts.prefix(3) {
      let plain = Data(text.utf8)
      var writings = [
        text.data(using: .utf16LittleEndian), text.data(using: .utf16BigEndian),
        Data(plain.map { String($0, radix: 16, uppercase: true) }.joined().utf8),
      ]
      for before in ["", "x", "xy", "xyz"] {
        writings.append((Data(before.utf8) + plain + Data("yz".utf8)).base64EncodedData())
      }
      for writing in writings {
        #expect(needles.found(in: Data("..".utf8) + (try #require(writing))) == [text])
      }
    }
  }
}

/// Marks in everything a fact can hold.
private struct Needles {
  let texts: [String]
  let facts: [Fact]

  init(count: Int) {
    var texts: [String] = []
    func needle() -> String {
      let text = String((0..<24).map { _ in "abcdefghjkmnpqrstuvwxyz".randomElement() ?? "a" })
      texts.append(text)
      return text
    }
    facts = (0..<count).flatMap { _ in Self.facts(needle) }
    self.texts = texts
  }

  private static func facts(_ needle: () -> String) -> [Fact] {
    let email = Identifier(.email, needle() + "@example.nl")
    let subject = [email, Identifier(.loyaltyCard, needle())].compactMap(\.self)
    let start = Position(line: 1, column: 1)
    let member = Node.Member(
      key: needle(), keyPosition: start, value: Node(.string(needle()), at: start))
    let contents: [FactContent] = [
      .described(Description(attributes: [.init("givenName", needle()), .init("city", needle())])),
      .behaved(event: needle(), properties: [member]),
      .complained(case: needle(), about: needle()),
      .answered(question: needle(), answer: needle()),
      .purchased(
        Purchase(
          order: needle(), entity: needle(),
          lines: [.init(product: needle(), productLine: needle(), priceCents: 1)])),
      .consented(
        Consent(purpose: needle(), channel: .email, contactPoint: email?.value, method: .form)),
      .merged(with: [Identifier(.customerNumber, needle())].compactMap(\.self), evidence: needle()),
    ]
    return contents.map { content in
      Fact(
        id: FactID(source: needle(), id: needle()), subject: subject,
        occurredAt: Timestamp(milliseconds: 1), recordedAt: Timestamp(milliseconds: 2),
        content: content, unknownFields: [member])
    }
  }

  /// The marks that stand in `bytes`, in whatever writing.
  func found(in bytes: Data) -> [String] {
    texts.filter { text in Self.writings(of: text).contains { bytes.range(of: $0) != nil } }
  }

  private static func writings(of text: String) -> [Data] {
    let plain = Data(text.utf8)
    let hex = plain.map { String($0, radix: 16) }.joined()
    let wide = [String.Encoding.utf16LittleEndian, .utf16BigEndian].compactMap {
      text.data(using: $0)
    }
    // What stands before it decides where the groups of base64 begin: whole groups stay.
    let base64 = (0..<3).map { plain.dropFirst($0).prefix(21).base64EncodedData() }
    return [plain, Data(hex.utf8), Data(hex.uppercased().utf8)] + wide + base64
  }
}
