import OpenkaartCore
import Testing

/// Which values name nobody.
struct BlockedValuesTests {
  /// What Segment suggests to block, with examples of its pattern of zeros and dashes, and the test
  /// values that it names.
  static let segment = [
    "0", "00", "0000000000", "-", "--", "0-0", "00000000-0000-0000-0000-000000000000", "-1", "null",
    "anonymous", "void", "abc123",
  ]
  /// What PostHog refuses, whatever the capitals.
  static let postHog = [
    "anonymous", "guest", "distinctid", "distinct_id", "id", "not_authenticated", "email",
    "undefined", "true", "false", "[object Object]", "NaN", "None", "none", "null", "0",
  ]
  static let dutch = ["n.v.t.", "N.V.T.", "nvt", "Onbekend", "geen", "-", "?", "niet bekend"]

  @Test(arguments: segment + postHog + dutch)
  func `a value of the lists of others is blocked, quoted too`(value: String) throws {
    for text in [value, value.uppercased(), "\"\(value)\"", "'\(value)'", " \(value) "] {
      for type in [IdentifierType.customerNumber, .email, .anonymousId, .loyaltyCard, .pushToken] {
        let identifier = try #require(Identifier(type, text))
        #expect(identifier.isBlocked, "\(type.name) \(text)")
        #expect(identifier.isPlaceholder, "\(type.name) \(text)")
      }
    }
  }

  @Test(arguments: [
    "info@bakery.example", "INFO@bakery.example", "no-reply@shop.example", "noreply@shop.example",
    "do_not_reply@shop.example", "sales@shop.example", "klantenservice@shop.example",
    "info+nl@shop.example", "boekhouding@bedrijf.example", "postmaster@shop.example",
  ])
  func `a role address links nobody but is a place to write to`(address: String) throws {
    let identifier = try #require(Identifier(.email, address))
    #expect(identifier.isBlocked)
    #expect(identifier.isRoleAddress)
    #expect(!identifier.isPlaceholder)
  }

  @Test(arguments: [
    "geen@geen.nl", "onbekend@onbekend.example", "n.v.t@x.example", "geen.email@x.example",
    "noemail@x.example",
  ])
  func `an address made up to fill a field stands for nobody`(address: String) throws {
    #expect(try #require(Identifier(.email, address)).isPlaceholder)
  }

  @Test(arguments: ["0000000000", "0600000000", "06-11111111", "+31 6 9999 9999", "1111111111"])
  func `a telephone number of one key held down stands for nobody`(number: String) throws {
    #expect(try #require(Identifier(.phone, number)).isPlaceholder)
  }

  @Test(arguments: [
    ("email", "anna@example.nl"), ("email", "i.nfoods@example.nl"), ("email", "informant@x.nl"),
    ("email", "sanne@info.nl"), ("phone", "0612345678"), ("phone", "+31600000001"),
    ("phone", "020-6222222"), ("customerNumber", "1"), ("customerNumber", "1111"),
    ("customerNumber", "10000000"), ("customerNumber", "K-00"), ("loyaltyCard", "6064360000000001"),
    ("anonymousId", "5b1f-none"), ("customerNumber", "Ålesund"), ("customerNumber", "東京"),
  ])
  func `a value of somebody's own is not blocked`(type: String, value: String) throws {
    #expect(!(try #require(Identifier(IdentifierType(type), value)).isBlocked))
  }

  @Test func `a fact is read as if a placeholder had not been written`() throws {
    let reading = try Self.reading(
      """
      {"id": "1", "source": "crm", "kind": "described", "occurredAt": "2026-01-01T10:00:00Z",
       "subject": {"customerNumber": "1001", "phone": "n.v.t."},
       "identifiers": {"email": "geen@geen.nl", "loyaltyCard": "0000"}}
      """)
    #expect(reading.fact.subject.map(\.type) == [.customerNumber])
    guard case .described(let description) = reading.fact.content else {
      Issue.record("another kind")
      return
    }
    #expect(description.identifiers.isEmpty)
    #expect(reading.placeholders == 3)
  }

  @Test func `a no about a placeholder is a no to everything`() throws {
    let reading = try Self.reading(
      """
      {"id": "1", "source": "mail", "kind": "withdrew", "occurredAt": "2026-01-01T10:00:00Z",
       "subject": {"customerNumber": "1001"}, "channel": "email", "contactPoint": "n.v.t."}
      """)
    guard case .withdrew(let no) = reading.fact.content else {
      Issue.record("another kind")
      return
    }
    #expect(no.contactPoint == nil)
  }

  @Test func `a fact about nobody is refused`() throws {
    let text = """
      {"id": "1", "source": "crm", "kind": "deceased", "occurredAt": "2026-01-01T10:00:00Z",
       "subject": {"email": "onbekend", "customerNumber": "0"}}
      """
    #expect {
      try Self.reading(text)
    } throws: { error in
      (error as? DocumentError)?.code == "field.nobody" && !"\(error)".contains("onbekend")
    }
  }

  private static func reading(_ text: String) throws -> FactReader.Reading {
    try FactReader().reading(of: JSONReader.node(in: Array(text.utf8)))
  }
}
