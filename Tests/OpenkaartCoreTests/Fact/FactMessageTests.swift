import OpenkaartCore
import Testing

/// What is wrong with a fact, for people.
struct FactMessageTests {
  private static let start =
    #""source":"crm","id":"1","subject":{"email":"a@x.nl"},"occurredAt":"2026-01-01T00:00:00Z""#

  /// The members of a fact that cannot be read, its code, and what is said of it in Dutch.
  static let mistakes: [(String, String, String)] = [
    (
      #""id":"1""#, "field.missing",
      "Het veld `kind` ontbreekt: zeg wat er gebeurde, bijvoorbeeld `purchased`."
    ),
    (
      #""kind":"purchased""#, "field.missing",
      "Het veld `source` ontbreekt: zeg welk systeem dit vertelt, bijvoorbeeld `crm`."
    ),
    (
      start + #","kind":"deceased","recordedAt":"2026-01-01T00:00:00Z""#, "fact.systemOnly",
      "Het veld `recordedAt` schrijft Openkaart zelf; laat dit weg."
    ),
    (
      start + #","kind":"erased""#, "fact.systemOnly",
      "Feiten van soort `erased` schrijft Openkaart zelf; laat dit weg."
    ),
    (
      start + #","kind":"purchased","optOutOffered":"ja""#, "field.wrong",
      "Het veld `optOutOffered` moet true of false zijn."
    ),
    (
      start + #","kind":"purchased","lines":[{"quantity":-1}]"#, "field.wrong",
      "Het veld `quantity` moet een geheel getal van 0 tot en met 1000000000 zijn."
    ),
    (
      start + #","kind":"purchased","lines":[1]"#, "field.notAnObject",
      "Een orderregel moet een object zijn, met velden met een naam."
    ),
    (
      start + #","kind":"preferred","pausedUntil":7"#, "field.wrong",
      "Het veld `pausedUntil` moet een dag of een moment, zoals 2026-12-01, zijn."
    ),
    (
      #""source":"crm","id":"1","subject":{"email":"n.v.t."},"kind":"deceased""#, "field.nobody",
      "Het veld `subject` noemt niemand: deze waarde staat bij velen. Noem de klant bij iets van "
        + "henzelf."
    ),
  ]

  @Test(arguments: mistakes)
  func `it is told in Dutch too`(_ members: String, _ code: String, _ nl: String) throws {
    let node = try JSONReader.node(in: "{\(members)}")
    let error = #expect(throws: DocumentError.self) {
      try FactReader(acceptsRecordedAt: false).reading(of: node)
    }
    #expect(error?.code == code)
    #expect(error?.message.nl == nl)
    #expect(error?.message.en != nl)
  }

  @Test func `a misspelt word is told with the nearest`() throws {
    let node = try JSONReader.node(in: #"{"kind":"purchaced"}"#)
    let error = #expect(throws: DocumentError.self) { try FactReader().reading(of: node) }
    #expect(error?.message.nl.hasSuffix(" zijn. Bedoelde u `purchased`?") == true)
    #expect(error?.message.en.hasSuffix(". Did you mean `purchased`?") == true)
  }
}
