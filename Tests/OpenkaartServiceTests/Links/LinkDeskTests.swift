import Foundation
import OpenkaartCore
import OpenkaartFiles
import Synchronization
import Testing

@testable import OpenkaartService

/// What a link from a message does, seen by the gate.
struct LinkDeskTests {
  private let store = MemoryStore()
  private let desk: LinkDesk
  private let anna: Identifier
  private let link: PersonalLink

  init() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try PolicyFile.load(
      path: folder.appending(path: "Fixtures/scenarios/dealer.yaml").path)
    let gate = Gate(policy: file.policy, zones: file.zones)
    await store.apply(
      AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    let clock = Clock()
    desk = LinkDesk(
      desk: Desk(store: store, policies: PolicyBook(store) { _ in gate }, door: "test") {
        clock.next()
      },
      links: await PersonalLinks(store))
    anna = try #require(Identifier(.email, "anna@example.nl"))
    link = PersonalLink(point: anna, channel: .email, purpose: "offers", activity: "autumn")
    try await consent("c1", at: "2026-11-01T10:00:00+01:00")
  }

  /// A clock that goes on a second with each look.
  private final class Clock: Sendable {
    private let now = Mutex(Timestamp(rfc3339: "2026-11-22T10:00:00+01:00") ?? .distantPast)
    func next() -> Timestamp {
      now.withLock { now in
        now = now.advanced(by: 1000)
        return now
      }
    }
  }

  private func consent(_ id: String, at moment: String) async throws {
    let at = try #require(Timestamp(rfc3339: moment))
    for purpose in ["offers", "newsletter"] {
      _ = await store.append(
        [
          FactContent.consented(
            Consent(
              purpose: purpose, channel: .email,
              notice: NoticeReference(id: "marketing", version: "2"), method: .form)),
          .confirmed(Confirmation(purpose: purpose, channel: .email)),
          .described(Description(attributes: [.init("birthDate", "1990-05-31")])),
        ].enumerated().map { place, content in
          Fact(
            id: FactID(source: "web", id: "\(id)-\(purpose)-\(place)"), subject: [anna],
            occurredAt: at.advanced(by: Int64(place)), recordedAt: at.advanced(by: Int64(place)),
            content: content)
        })
    }
  }

  private func outcome(_ purpose: String) async throws -> Decision.Outcome {
    try await desk.desk.decide([Use(subject: [anna], purpose: purpose, channel: .email)])[0]
      .decision.outcome
  }

  private func factCount() async -> Int { await store.counts.facts }

  @Test func `one click ends this purpose alone, at once, and twice is once`() async throws {
    #expect(try await outcome("offers") == .allow)
    let before = await factCount()
    try await desk.unsubscribe(link)
    #expect(try await outcome("offers") == .deny)
    #expect(try await outcome("newsletter") == .allow)
    try await desk.unsubscribe(link)
    #expect(await factCount() == before + 1)
  }

  @Test func `who says yes again can stop again with the same link`() async throws {
    try await desk.unsubscribe(link)
    try await consent("c2", at: "2026-11-22T10:05:00+01:00")
    // The clock of the desk must pass the new consent.
    for _ in 0..<400 { _ = desk.desk.now }
    #expect(try await outcome("offers") == .allow)
    try await desk.unsubscribe(link)
    #expect(try await outcome("offers") == .deny)
  }

  @Test func `no to everything stops all marketing and no service`() async throws {
    try await desk.stopAll(link)
    #expect(try await outcome("offers") == .deny)
    #expect(try await outcome("newsletter") == .deny)
    let standing = try await desk.standing(of: link)
    #expect(standing.purposes.allSatisfy { !$0.isOn })
  }

  @Test func `the page shows what stands, and wishes replace each other`() async throws {
    var standing = try await desk.standing(of: link)
    // Post rests on the legitimate interest that the policy names; nobody objected to it.
    #expect(standing.purposes.first { $0.purpose.id == "offers" }?.channels == [.email, .post])
    #expect(standing.purposes.contains { $0.purpose.id == "service" } == false)
    try await desk.prefer(
      Preference(
        topics: ["cars": false], frequency: [.email: try #require(Frequency(parsing: "1/week"))]),
      by: link)
    try await desk.prefer(Preference(topics: ["events": false]), by: link)
    try await desk.prefer(Preference(method: .form), by: link)
    standing = try await desk.standing(of: link)
    #expect(standing.wishes.topics == ["cars": false, "events": false])
    #expect(standing.wishes.frequency[.email]?.text == "1/week")
  }
}
