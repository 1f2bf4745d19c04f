import OpenkaartCore
import Testing

@Suite struct FailClosedTests {
  @Test func `when nothing can be reached the answer is no, with that as its reason`() throws {
    let policy = try #require(checked(soundPolicy).policy)
    let gate = Engine.gate(policy)
    let now = Timestamp(milliseconds: 1_795_000_000_000)
    let subject = [Identifier(.email, "a@example.nl")].compactMap(\.self)

    for purpose in policy.purposes {
      for at in [nil, now.advanced(by: -1000)] {
        let use = Use(subject: subject, purpose: purpose.id, channel: .email, at: at)
        let decision = gate.failClosed(use, now: now)
        #expect(decision.outcome == .deny)
        #expect(decision.until == nil)
        #expect(decision.reasons.map(\.code) == [.systemFailClosed])
        #expect(decision.reasons.map(\.effect) == [.deny])
        #expect(decision.decidedAt == at ?? now)
        #expect(decision.obligations.isEmpty && decision.contactPoint == nil)

        let text = ReasonText(gate: gate, use: use)
        for language in [Language.nl, .en] {
          #expect(!text.sentence(decision.reasons[0], in: language).isEmpty)
          #expect(!text.wouldChange(decision.reasons[0], in: language).isEmpty)
        }
      }
    }
  }
}
