import OpenkaartCore
import OpenkaartService
import Testing

/// What every store promises of what was done with personal data.
struct UsageContractTests {
  private static func entry(
    _ kind: UsageEntry.Kind, of customer: CustomerID? = nil, at moment: Int64 = 60_000
  ) -> UsageEntry {
    UsageEntry(
      kind, at: Timestamp(milliseconds: moment), by: "Kassa \"één\"", purpose: "offers",
      channel: .email, activity: "winter", outcome: .deny,
      reasons: [.houseOpenComplaint, .basisConsent], customer: customer, policyVersion: "abc")
  }

  /// A store that knows these addresses, each a customer of its own.
  private static func store(
    _ kind: StoreKind, knowing addresses: [String]
  ) async throws -> (any DataStore, [CustomerID]) {
    let store = try StoreUnderTest(kind).store
    var customers: [CustomerID] = []
    for (index, address) in addresses.enumerated() {
      let fact = StoreContractTests.fact("\(index)", about: address)
      try await store.append([fact])
      customers.append(try #require(try await store.customer(of: fact.subject)))
    }
    return (store, customers)
  }

  @Test(arguments: StoreKind.allCases)
  func `what was done with a customer's data comes back as it was, newest first`(
    kind: StoreKind
  ) async throws {
    let (store, customers) = try await Self.store(kind, knowing: ["a@x.nl", "b@x.nl"])
    var numbers: [EntryNumber] = []
    for index in 0..<7 {
      numbers.append(
        try await store.append(
          Self.entry(.card, of: customers[index % 2], at: Int64(index) * 60_000)))
      try await store.append(Self.entry(.audience))
    }
    #expect(numbers == numbers.sorted() && Set(numbers).count == 7)
    let found = try await store.entries(of: customers[0])
    #expect(found.map(\.number) == [numbers[6], numbers[4], numbers[2], numbers[0]])
    #expect(found.last?.entry == Self.entry(.card, of: customers[0], at: 0))
    let page = try await store.entries(of: customers[0], before: numbers[4], limit: 1)
    #expect(page.map(\.number) == [numbers[2]])
    #expect(try await store.entries(of: customers[0], before: numbers[0], limit: 9) == [])
    #expect(try await store.entries(of: customers[0], before: nil, limit: 0) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `whoever asks and goes away stops nobody else from writing`(kind: StoreKind) async throws {
    let (store, customers) = try await Self.store(kind, knowing: ["a@x.nl", "b@x.nl"])
    let members = customers.map { UsageMember($0) }
    var refused = 0
    for _ in 0..<20 {
      let gone = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try await store.append(Self.entry(.released), about: members)
      }
      if case .failure(let error) = await gone.result {
        #expect(error is CancellationError)
        refused += 1
      }
    }
    // Memory has nothing to wait for.
    #expect(refused > 0 || kind == .memory)
    let last = try await store.append(Self.entry(.released), about: members)
    #expect(try await store.entries(of: customers[0]).first?.number == last.number)
  }

  @Test(arguments: StoreKind.allCases)
  func `L5: looks that come at once each have an entry of their own`(kind: StoreKind) async throws {
    let (store, customers) = try await Self.store(kind, knowing: ["a@x.nl", "b@x.nl", "c@x.nl"])
    let numbers = try await withThrowingTaskGroup(of: EntryNumber.self) { looks in
      for index in 0..<300 {
        looks.addTask { try await store.append(Self.entry(.card, of: customers[index % 3])) }
      }
      return try await looks.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(numbers).count == 300)
    for customer in customers {
      #expect(try await store.entries(of: customer, limit: 500).count == 100)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `one entry stands for many people, and each finds only their own part`(
    kind: StoreKind
  ) async throws {
    let addresses = (0..<9).map { "p\($0)@x.nl" }
    let (store, customers) = try await Self.store(kind, knowing: addresses)
    let members = customers.map { UsageMember($0, record: Array("to \($0)".utf8)) }
    let batch = try await store.append(Self.entry(.released), about: members)
    #expect(Set(batch.places) == Set(0..<9))
    for (index, customer) in customers.enumerated() {
      let found = try await store.entries(of: customer)
      #expect(
        found == [
          LoggedUse(
            number: batch.number, place: batch.places[index],
            entry: UsageEntry(
              .released, at: Timestamp(milliseconds: 60_000), by: "Kassa \"één\"",
              purpose: "offers", channel: .email, activity: "winter", outcome: .deny,
              reasons: [.houseOpenComplaint, .basisConsent], people: 9, policyVersion: "abc"),
            record: members[index].record)
        ])
    }
    #expect(try await store.append(Self.entry(.audience)) == batch.number + 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `customers who are joined share what was done`(kind: StoreKind) async throws {
    let (store, customers) = try await Self.store(kind, knowing: ["a@x.nl", "b@x.nl"])
    let first = try await store.append(Self.entry(.card, of: customers[0]))
    let second = try await store.append(Self.entry(.searched, of: customers[1]))
    #expect(try await store.entries(of: customers[0]).map(\.number) == [first])
    let link = Fact(
      id: FactID(source: "crm", id: "link"),
      subject: ["a@x.nl", "b@x.nl"].compactMap { Identifier(.email, $0) },
      occurredAt: .distantPast, recordedAt: Timestamp(milliseconds: 2_000_000),
      content: .deceased)
    try await store.append([link])
    for customer in customers {
      #expect(try await store.entries(of: customer).map(\.number) == [second, first])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `many who write at once get a number each`(kind: StoreKind) async throws {
    let (store, customers) = try await Self.store(kind, knowing: ["a@x.nl"])
    let numbers = try await withThrowingTaskGroup(of: EntryNumber.self) { group in
      for _ in 0..<40 {
        group.addTask { try await store.append(Self.entry(.card, of: customers[0])) }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(numbers.count == 40)
    #expect(try await store.entries(of: customers[0]).count == 40)
  }
}
