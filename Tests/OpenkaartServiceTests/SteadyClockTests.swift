import OpenkaartCore
import OpenkaartService
import Synchronization
import Testing

struct SteadyClockTests {
  private static func fact(recordedAt: Int64) -> Fact {
    Fact(
      id: FactID(source: "crm", id: "\(recordedAt)"),
      subject: [Identifier(.customerNumber, "1")].compactMap { $0 }, occurredAt: .distantPast,
      recordedAt: Timestamp(milliseconds: recordedAt), content: .deceased)
  }

  @Test func `time stands still until the machine has caught up`() async throws {
    let machine = Mutex<Int64>(1000)
    let store = MemoryStore(facts: [Self.fact(recordedAt: 5000), Self.fact(recordedAt: 3000)])
    let clock = try await SteadyClock(after: store) {
      Timestamp(milliseconds: machine.withLock { $0 })
    }
    #expect(clock.lag == 4000)
    for (says, shows) in [(1000, 5000), (4999, 5000), (5001, 5001), (9000, 9000), (100, 9000)] {
      machine.withLock { $0 = Int64(says) }
      #expect(clock.now == Timestamp(milliseconds: Int64(shows)))
    }
  }

  @Test func `a store without facts holds no clock back`() async throws {
    let clock = try await SteadyClock(after: MemoryStore()) { Timestamp(milliseconds: 7) }
    #expect(clock.lag == 0)
    #expect(clock.now == Timestamp(milliseconds: 7))
  }
}
