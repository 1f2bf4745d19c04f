import OpenkaartCore
import Testing

struct FactDocumentTests {
  private static let reader = FactReader(acceptsSystemFacts: true, acceptsRecordedAt: true)

  private static func document(of fact: Fact) -> String {
    var json = JSONWriter()
    fact.document(to: &json)
    return json.text
  }

  private static func read(_ text: String, _ reader: FactReader = reader) throws -> Fact {
    try reader.reading(of: JSONReader.node(in: text)).fact
  }

  @Test(arguments: CaseCount.chunks(of: CaseCount.share))
  func `a fact is read back from its document as it was`(seeds: Range<UInt64>) throws {
    for seed in seeds {
      for fact in RandomCase(seed: seed).facts {
        let text = Self.document(of: fact)
        let again = try Self.read(text, .stored)
        #expect(again == fact, "seed \(seed): \(text)")
        #expect(again.saysTheSame(as: fact))
        #expect(Self.document(of: again) == text)
        // Random facts name points that no source could: a telephone number for e-mail.
        if let usual = try? Self.read(text) { #expect(usual == fact, "seed \(seed): \(text)") }
      }
    }
  }

  @Test(arguments: [
    #"{"kind":"described","attributes":{"givenName":"Ànna \u2028","age":12.50,"isOver16":true,"city":null}}"#,
    #"{"kind":"behaved","event":"Seen","properties":{"price":1.10,"list":[1,{"a":null}],"b":"\n"}}"#,
    #"{"kind":"behaved","event":"Seen","shoe":{"size":[44]},"stated":[{"field":"method"}]}"#,
    #"{"kind":"consented","purpose":"p","channel":"email","notice":"@odd","contactPoint":"A@X.nl"}"#,
    #"{"kind":"consented","purpose":"p","channel":"sms","notice":"n@2","contactPoint":"06 12345678"}"#,
    #"{"kind":"withdrew","method":"form","notice":"n@2","color":"red"}"#,
    #"{"kind":"erased","scope":[],"kept":{"invoice":"AWR 52"}}"#,
    #"{"kind":"preferred","topics":{"b":true,"a":false},"quietHours":null,"channels":[]}"#,
    #"{"kind":"purchased","lines":[{"quantity":0},{"priceCents":-5,"product":""}]}"#,
    #"{"kind":"merged","with":{"email":"B@x.nl","house":"7"},"evidence":"same phone"}"#,
    #"{"kind":"merged","with":{"email":["b@x.nl","c@x.nl"],"customerNumber":"7"}}"#,
    #"{"kind":"guardianLinked","guardian":{"customerNumber":9}}"#,
    #"{"kind":"promised","due":"2026-11-01T10:00:00.123+01:00"}"#,
  ])
  func `what the format leaves room for is kept`(members: String) throws {
    let head = #"{"id":"1","source":"s","occurredAt":"2026-01-02T03:04:05.006Z","#
    let subject = #""subject":{"phone":"0031 (0)6-12345678","customerNumber":7},"#
    let text = head + subject + members.dropFirst()
    let fact = try Self.read(text)
    let document = Self.document(of: fact)
    for reader in [Self.reader, .stored] {
      let again = try Self.read(document, reader)
      #expect(again.saysTheSame(as: fact), "\(document)")
      #expect(again.recordedAt == fact.recordedAt)
      #expect(Self.document(of: again) == document)
    }
  }

  @Test func `a fact may not say itself when it was recorded unless replayed`() throws {
    let node = try JSONReader.node(
      in: """
        {"id":"1","source":"s","kind":"deceased","subject":{"email":"a@x.nl"},
        "occurredAt":"2026-01-02T03:04:05Z","recordedAt":"2026-01-03T03:04:05Z"}
        """)
    #expect(throws: DocumentError.self) {
      try FactReader(acceptsRecordedAt: false).reading(of: node)
    }
  }
}
