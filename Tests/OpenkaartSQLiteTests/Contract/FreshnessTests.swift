import OpenkaartService
import Testing

@testable import OpenkaartCore
@testable import OpenkaartCoreTests

/// What was read before does not stand in the way of what was acknowledged since.
struct FreshnessTests {
  @Test(arguments: StoreKind.allCases)
  func `whoever asks after an acknowledgement is told of it`(kind: StoreKind) async throws {
    for seed in UInt64(0)..<6 {
      let world = CrowdedWorld(seed: seed)
      let random = SplitMix64(seed: seed)
      let store = try StoreUnderTest(kind).store
      for end in 1...world.facts.count {
        try await store.append([world.facts[end - 1]])
        let known = Array(world.facts[..<end])
        for identifier in [random.pick(world.identifiers), random.pick(world.identifiers)] {
          let group = try await store.facts(about: [identifier])
          #expect(group == (try await store.facts(about: [identifier])))
          let (own, whole) = (Population(group), Population(facts: known))
          #expect(
            StoreContractTests.side(of: identifier, in: own, world)
              == StoreContractTests.side(of: identifier, in: whole, world), "seed \(seed), \(end)")
          if let customer = try await store.customer(of: [identifier]) {
            #expect(try await store.facts(of: customer) == group)
          }
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `many who write and read at once see their own`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for number in 0..<40 {
            let fact = StoreContractTests.fact("\(task)-\(number)", about: "p\(number % 5)@x.nl")
            try await store.append([fact])
            let group = try await store.facts(about: fact.subject)
            #expect(group.facts.contains(fact))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await store.counts.facts == 160)
  }
}
