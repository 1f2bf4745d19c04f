import Foundation
import OpenkaartCore
import Testing

/// How many random cases a test takes; more in release builds and by `OPENKAART_CASES`.
enum CaseCount {
  static let asked = ProcessInfo.processInfo.environment["OPENKAART_CASES"].flatMap { Int($0) }

  /// The number asked for, else what a debug build can do in seconds.
  static var all: Int { asked ?? 2_000 }

  /// A share of them, for tests that ask more than one question a case.
  static var share: Int { max(all / 5, 400) }

  /// Seeds in chunks, so that a failure names where it is.
  static func chunks(of count: Int) -> [Range<UInt64>] {
    let size = max(count / 50, 1)
    return stride(from: 0, to: count, by: size).map {
      UInt64($0)..<UInt64(min($0 + size, count))
    }
  }
}

struct RandomCaseTests {
  @Test func `random cases are allowed, denied and made to wait, each often, for every reason`() {
    var outcomes: [Decision.Outcome: Int] = [:]
    var codes: [ReasonCode: Int] = [:]
    // Of more cases no reason becomes rarer, and the differential tests answer them all again.
    let count = min(CaseCount.all, 20_000)
    for seed in 0..<UInt64(count) {
      let answer = RandomCase(seed: seed).answer
      outcomes[answer.outcome, default: 0] += 1
      for reason in answer.reasons { codes[reason.code, default: 0] += 1 }
    }
    for outcome in Decision.Outcome.allCases {
      let times = outcomes[outcome] ?? 0
      print("\(outcome.rawValue): \(times) of \(count)")
      #expect(times * 10 >= count, "\(outcome.rawValue) is rare")
    }
    print(codes.sorted { $0.value < $1.value }.map { "\($0.key.rawValue) \($0.value)" })
    for code in ReasonCode.allCases where code != .systemFailClosed && code != .policyHoldOut {
      #expect(codes[code] != nil, "\(code.rawValue) never occurs")
    }
  }

  @Test func `the same seed gives the same case`() {
    for seed in 0..<UInt64(50) {
      let (one, other) = (RandomCase(seed: seed), RandomCase(seed: seed))
      #expect(one.policy == other.policy && one.facts == other.facts)
      #expect(one.use == other.use && one.now == other.now)
    }
  }
}
