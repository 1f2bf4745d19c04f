import OpenkaartCore
import Testing

/// Who belongs together, and who does not although something is shared.
struct CrowdTests {
  @Test(arguments: [
    ("phone", "+31201234567", 2), ("email", "family@example.nl", 5), ("loyaltyCard", "77", 5),
    ("anonymousId", "kiosk", 5), ("pushToken", "t1", 5),
  ])
  func `a limit holds for different customer numbers`(
    type: String, value: String, limit: Int
  ) throws {
    let shared = try Self.identifier(type, value)
    for count in 1...(limit + 3) {
      let facts = try (1...count).map { number in
        Self.described("\(number)", [try Self.identifier("customerNumber", "\(number)"), shared])
      }
      let sides = Population(facts: facts).sideCount
      #expect(sides == (count <= limit ? 1 : count + 1), "\(count) of \(limit)")
    }
  }

  @Test func `a household telephone links nobody, and is where each is reached`() throws {
    let phone = try Self.identifier("phone", "+31201234567")
    let facts = try (1...3).map { number in
      Self.described("\(number)", [try Self.identifier("customerNumber", "\(number)"), phone])
    }
    let population = Population(facts: facts)
    let people = population.people(at: .distantFuture)
    #expect(people.count == 3)
    #expect(people.allSatisfy { $0.identifiers(at: .distantFuture).contains(phone) })
  }

  @Test func `three e-mail addresses of one customer do not crowd a telephone`() throws {
    let phone = try Self.identifier("phone", "+31612345678")
    let customer = try Self.identifier("customerNumber", "1")
    let facts = try ["a@x.nl", "b@x.nl", "c@x.nl", "d@x.nl"].map {
      Self.described($0, [customer, try Self.identifier("email", $0), phone])
    }
    #expect(Population(facts: facts).sideCount == 1)
    let anonymous = try ["a@x.nl", "b@x.nl", "c@x.nl"].map {
      Self.described($0, [try Self.identifier("email", $0), phone])
    }
    #expect(Population(facts: anonymous).sideCount == 4)
  }

  @Test func `a customer number always links`() throws {
    let customer = try Self.identifier("customerNumber", "1")
    let facts = try (1...20).map {
      Self.described("\($0)", [customer, try Self.identifier("email", "a\($0)@x.nl")])
    }
    #expect(Population(facts: facts).sideCount == 1)
  }

  @Test func `a blocked value links nobody and counts as nobody`() throws {
    let role = try Self.identifier("email", "info@bakery.example")
    let junk = try Self.identifier("loyaltyCard", "n.v.t.")
    let one = try Self.identifier("customerNumber", "1")
    let two = try Self.identifier("customerNumber", "2")
    let facts = [Self.described("1", [one, role, junk]), Self.described("2", [two, role, junk])]
    let people = Population(facts: facts).people(at: .distantFuture)
    #expect(people.count == 2)
    #expect(people.allSatisfy { $0.identifiers(at: .distantFuture).contains(role) })
  }

  @Test(arguments: UInt64(0)..<300)
  func `shuffled arrival gives the same groups`(seed: UInt64) {
    let random = SplitMix64(seed: seed)
    let facts = Self.world(random)
    let first = Self.groups(facts)
    for _ in 0..<4 { #expect(Self.groups(random.shuffled(facts)) == first) }
  }

  @Test(arguments: UInt64(0)..<300)
  func `a group knows its people as everything does`(seed: UInt64) {
    let random = SplitMix64(seed: seed)
    let facts = Self.world(random)
    var crowd = Crowd()
    for fact in facts { crowd.note(fact) }
    for identifiers in Self.groups(facts) {
      let own = facts.filter { fact in fact.origin.map { identifiers.contains($0) } ?? false }
      let group = Population(FactGroup(facts: own, crowded: crowd.crowded))
      let sides = Set(identifiers.compactMap { group.side(of: $0) })
      #expect(own.isEmpty ? sides.isEmpty : sides.count == 1)
    }
  }

  @Test func `what is known is counted as of the moment`() throws {
    let phone = try Self.identifier("phone", "+31201234567")
    let facts = try (1...3).map { number in
      Self.described(
        "\(number)", [try Self.identifier("customerNumber", "\(number)"), phone],
        at: Timestamp(milliseconds: Int64(number) * 1000))
    }
    #expect(Population(facts: facts, knownAt: Timestamp(milliseconds: 2000)).sideCount == 1)
    #expect(Population(facts: facts, knownAt: Timestamp(milliseconds: 3000)).sideCount == 4)
    var crowd = Crowd()
    for fact in facts.reversed() { crowd.note(fact) }
    #expect(crowd.crowded == [phone: Timestamp(milliseconds: 3000)])
  }

  // MARK: Worlds

  private static func world(_ random: SplitMix64) -> [Fact] {
    let names: [(String, ClosedRange<Int>)] = [
      ("customerNumber", 1...9), ("email", 1...6), ("phone", 1...3), ("loyaltyCard", 1...2),
      ("anonymousId", 1...2),
    ]
    return (0..<random.number(4...30)).map { index in
      var subject: [Identifier] = []
      for (type, values) in names where random.chance(40) {
        let number = random.number(values)
        let value =
          switch type {
          case "phone": "+3120123456\(number)"
          case "email": number == 6 ? "info@x.nl" : "a\(number)@x.nl"
          default: "\(number)"
          }
        if let identifier = Identifier(IdentifierType(type), value) { subject.append(identifier) }
      }
      if subject.isEmpty, let identifier = Identifier(.customerNumber, "9") {
        subject = [identifier]
      }
      return described(
        "\(index)", random.shuffled(subject),
        at: Timestamp(milliseconds: Int64(random.number(0...5))))
    }
  }

  /// The identifiers of each person; those that link nobody alone.
  private static func groups(_ facts: [Fact]) -> Set<Set<Identifier>> {
    let population = Population(facts: facts)
    var groups: Set<Set<Identifier>> = []
    var all: Set<Identifier> = []
    for fact in facts { all.formUnion(fact.subject) }
    for one in all {
      let side = population.side(of: one)
      groups.insert(all.filter { population.side(of: $0) == side })
    }
    return groups
  }

  private static func described(
    _ id: String, _ subject: [Identifier], at moment: Timestamp = Timestamp(milliseconds: 0)
  ) -> Fact {
    Fact(
      id: FactID(source: "crm", id: id), subject: subject, occurredAt: moment, recordedAt: moment,
      content: .described(Description()))
  }

  private static func identifier(_ type: String, _ value: String) throws -> Identifier {
    try #require(Identifier(IdentifierType(type), value))
  }
}
