import OpenkaartCore
import OpenkaartFiles
import OpenkaartSegments
import Testing

@testable import OpenkaartCoreTests

/// A condition as a line, as fields, and back.
struct SegmentLineTests {
  @Test func `S3: every condition is read back from its line`() throws {
    for seed in UInt64(0)..<20_000 {
      var make = RandomSegment(random: SplitMix64(seed: seed))
      let names = ["cars", "and", "twee woorden", "x\"y\\z", "2", "É", "at", "known", "-a", "a.b"]
      (make.lines, make.topics, make.events, make.texts) = (names, names, names, names)
      (make.attributes, make.purposes) = (names, names)
      let condition = make.condition()
      #expect(try SegmentCondition(line: condition.line) == condition, "\(condition.line)")
    }
  }

  @Test func `S3: any text is a condition or a mistake with a place in it`() {
    let random = SplitMix64(seed: 5)
    let words = [
      "bought", "cars", "at", "least", "2", "times", "and", "or", "not", "(", ")", "in", "24",
      "months",
      "attribute", "is", "one", "of", ",", "\"", "\\", "consent", "by", "email", "é", "=", "did",
      "with",
    ]
    for _ in 0..<20_000 {
      let line = (0..<random.number(0...12)).map { _ in random.pick(words) }
        .joined(separator: random.pick([" ", "", "  "]))
      do {
        let condition = try SegmentCondition(line: line)
        #expect((try? SegmentCondition(line: condition.line)) == condition)
      } catch {
        #expect((1...(line.unicodeScalars.count + 1)).contains(error.place), "\(line)")
        #expect(!error.message.en.isEmpty && !error.remedy.nl.isEmpty)
      }
    }
  }

  @Test func `and binds tighter than or, and not tighter than both`() throws {
    let line = "not bought cars and age at least 18 or wants topic cars"
    guard case .any(let parts) = try SegmentCondition(line: line), case .all(let both) = parts[0]
    else {
      Issue.record("read otherwise")
      return
    }
    #expect(both[0] == .not(.test(.bought(line: "cars", times: nil, cents: nil, within: nil))))
  }

  @Test(
    arguments: [
      ("bougt cars", 1, "Did you mean `bought`"), ("bought cars and", 16, "ends too soon"),
      ("bought cars in 24", 16, "a span"), ("bought \"cars", 8, "not closed"),
      ("age 18", 5, "at least"), ("bought cars at least two times", 22, "a whole number"),
      ("wants channel mail", 15, "email"), ("(bought cars", 13, "`)`"), ("bought and", 8, "a name"),
      ("bought cars; age at least 18", 12, "quotes"),
      ("consent offers by email is yes", 28, "given"),
    ])
  func `each mistake is told at its place with a remedy`(
    line: String, place: Int, words: String
  ) throws {
    do {
      _ = try SegmentCondition(line: line)
      Issue.record("\(line) was read")
    } catch {
      #expect(error.place == place)
      #expect("\(error.message.en) \(error.remedy.en)".contains(words))
    }
  }

  @Test func `brackets in brackets end somewhere`() {
    let deep = String(repeating: "(", count: 4_000)
    #expect(throws: SegmentLineError.self) { try SegmentCondition(line: deep) }
    let many = Array(repeating: "age at least 1", count: 201).joined(separator: " or ")
    #expect(throws: SegmentLineError.self) { try SegmentCondition(line: many) }
  }

  private static let fields = """
    all:
      - bought: {productLine: cars, times: {atLeast: 2}, within: 24 months}
      - not: {bought: maintenance}
      - any:
          - did: {event: viewed, with: {category: tyres}, times: 3, within: 7 days}
          - attribute: {name: city, oneOf: [Utrecht, Zeist]}
          - attribute: {name: birthDate, before: 2000-01-01}
          - age: {atLeast: 18}
      - topic: {name: cars}
      - channel: {name: email, wanted: false}
      - consent: {purpose: offers, channel: email, is: given}
      - recency: {within: 90 days}
      - frequency: {times: {atLeast: 3}, within: 12 months}
      - monetary: {cents: {atLeast: 50000}}
      - wants topic maintenance
    """

  @Test func `fields say the same as the line`() throws {
    let (condition, mistakes) = SegmentReader.condition(
      in: try YAMLReader.node(in: Self.fields))
    #expect(mistakes.isEmpty)
    #expect(
      condition?.line
        == "bought cars at least 2 times in 24 months and not bought maintenance and (did viewed "
        + "with category = tyres at least 3 times in 7 days or attribute city is one of (Utrecht, "
        + "Zeist) or attribute birthDate before 2000-01-01 or age at least 18) and wants topic cars "
        + "and rejects channel email and consent offers by email is given and recency within 90 days "
        + "and frequency at least 3 in 12 months and monetary at least 50000 cents and wants topic "
        + "maintenance")
  }

  @Test(
    arguments: [
      ("boght: cars", 1, 1, "bought"), ("all: []", 1, 6, "bought cars"),
      ("bought: {productLin: cars}", 1, 10, "productLine"), ("{}", 1, 1, "all"),
      ("all:\n  - bought: cars\n  - age: old", 3, 10, "atLeast"),
      ("bought: {productLine: cars, within: 24}", 1, 37, "24 months"),
      ("attribute: {name: city}", 1, 12, "is: Utrecht"),
      ("consent: {purpose: offers, channel: mail, is: given}", 1, 37, "email"),
      ("any:\n  - bought cars\n  - bought cars for 3", 3, 5, "at least"),
    ])
  func `each mistake in fields is told at its place`(
    yaml: String, line: Int, column: Int, words: String
  ) throws {
    let (condition, mistakes) = SegmentReader.condition(in: try YAMLReader.node(in: yaml))
    #expect(condition == nil)
    let first = try #require(mistakes.first)
    #expect(Int(first.position.line) == line && Int(first.position.column) == column)
    #expect(first.sentences.en.contains(words), "\(first)")
  }

  @Test func `a policy names its segments, and each mistake is at its line`() throws {
    let text = """
      controller: {name: A, entity: a, languages: [nl, en], contact: {email: a@a.nl}}
      dataCategories:
        contact: {attributes: [city], identifiers: [email], kinds: [described, contacted, responded]}
        purchases: {kinds: [purchased, returned]}
        behaviour: {kinds: [behaved]}
      purposes:
        - {id: offers, label: O, marketing: true, basis: [legitimateInterest], channels: [post],
           dataCategories: [contact, purchases], assessment: LIA-1,
           retention: {keepFor: 24 months, after: lastActivity}}
      productLines: {cars: {label: Cars}}
      segments:
        - {id: one, label: One, purpose: offers, where: bought cars in 24 months}
        - {id: two, label: Two, purpose: offers, where: bought carz}
        - {id: three, label: Three, purpose: offers, where: did viewed}
        - {id: four, label: Four, purpose: offers, where: attribute colour is red}
        - {id: five, label: Five, purpose: offer, where: bought cars}
        - {id: six, label: Six, purpose: offers}
      """
    let zones = try ZoneTable.system(names: ["Europe/Amsterdam"])
    let draft = PolicyDraft(bytes: Array(text.utf8), path: "policy.yaml", zones: zones)
    let errors = draft.reading.diagnostics.filter { $0.severity == .error }
    #expect(
      errors.map { "\($0.position.line) \($0.code)" } == [
        "16 reference.unknownPurpose", "17 field.missing",
      ])
    // The conditions are looked at once the rest can be read.
    let rest = text.split(separator: "\n").prefix(15).joined(separator: "\n")
    let second = PolicyDraft(bytes: Array(rest.utf8), path: "policy.yaml", zones: zones)
    let found = second.reading.diagnostics.filter { $0.severity == .error }
    #expect(
      found.map { "\($0.position.line) \($0.code)" } == [
        "13 reference.unknownLine", "14 segment.dataNotCovered", "15 segment.unclassified",
      ])
  }
}
