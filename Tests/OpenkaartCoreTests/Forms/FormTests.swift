import OpenkaartFiles
import Testing

@testable import OpenkaartCore

struct FormTests {
  private static let day = Day(iso: "2026-11-22") ?? .first

  private func sheet(_ form: Form, on day: Day = day) throws -> FormSheet? {
    let node = try YAMLReader.node(in: Array(soundPolicy.utf8))
    let policy = PolicyReader.reading(of: node).draft
    return FormSheet(form, in: policy, on: day)
  }

  private static let form = Form(
    id: "f", purposes: [], asks: ["offers"],
    fields: [
      .init(name: "email", isNecessary: true), .init(name: "phone", isNecessary: false),
      .init(name: "givenName", isNecessary: false),
    ])

  @Test func `a sheet says why each field is asked, and shows the notice of its day`() throws {
    let sheet = try #require(try sheet(Self.form))
    #expect(sheet.fields.map(\.name) == ["email", "phone", "givenName"])
    #expect(sheet.fields.allSatisfy { !$0.why.nl.isEmpty && !$0.why.en.isEmpty })
    #expect(sheet.asks.map(\.name) == ["yes.offers.email", "yes.offers.phone"])
    #expect(Set(sheet.asks.map(\.notice.text)) == ["marketing@2"])
    let before = try #require(try self.sheet(Self.form, on: Day(iso: "2025-12-31") ?? .first))
    #expect(Set(before.asks.map(\.noticeText.en)) == ["One."])
    // Nobody can be asked before there are words to read.
    #expect(try self.sheet(Self.form, on: Day(iso: "2020-01-01") ?? .first)?.asks == [])
  }

  @Test func `a form by which nobody can be known is no form`() throws {
    let form = Form(
      id: "f", purposes: ["offers"], fields: [.init(name: "givenName", isNecessary: false)])
    #expect(try sheet(form) == nil)
  }

  @Test func `part of the boxes may stay empty, and an empty box is no answer`() throws {
    let sheet = try #require(try sheet(Self.form))
    let reading = FormAnswers.read(
      sheet, values: ["email": "Anna@Example.nl", "givenName": "Anna"], ticked: ["yes.offers.email"]
    )
    guard case .answers(let answers) = reading else {
      Issue.record("\(reading)")
      return
    }
    #expect(answers.identifiers.map(\.value) == ["anna@example.nl"])
    #expect(answers.attributes == [.init("givenName", "Anna")])
    #expect(answers.yes.map(\.name) == ["yes.offers.email"])
  }

  @Test(arguments: [
    ("", "yes.offers.email", ["email"]), ("anna", "yes.offers.email", ["email"]),
    ("a@b@c.nl", "yes.offers.email", ["email"]), ("a b@c.nl", "yes.offers.email", ["email"]),
    ("anna@example.nl", "", ["asks"]), ("anna@example.nl", "yes.other.email", ["asks"]),
    ("anna@example.nl", "yes.offers.phone", ["phone"]),
  ])
  func `each mistake names its field`(
    _ email: String, _ box: String, _ fields: [String]
  ) throws {
    let sheet = try #require(try sheet(Self.form))
    let reading = FormAnswers.read(sheet, values: ["email": email], ticked: [box])
    guard case .mistakes(let mistakes) = reading else {
      Issue.record("\(reading)")
      return
    }
    #expect(mistakes.map(\.field) == fields)
    #expect(mistakes.allSatisfy { !$0.text.nl.isEmpty && !$0.text.en.isEmpty })
  }

  @Test func `what was told before is not asked again`() throws {
    let sheet = try #require(try sheet(Self.form))
    let point = try #require(Identifier(.email, "anna@example.nl"))
    let reading = FormAnswers.read(
      sheet, values: ["email": "stranger@x.nl", "givenName": "Eve"], ticked: ["yes.offers.email"],
      known: ["email", "givenName"], point: point)
    guard case .answers(let answers) = reading else {
      Issue.record("\(reading)")
      return
    }
    #expect(answers.identifiers == [point])
    #expect(answers.attributes == [])
  }
}
