import Foundation
import OpenkaartCore
import OpenkaartFiles
import Synchronization
import Testing

@testable import OpenkaartService

/// A change of e-mail address: who is asked, what holds when, and taking it back.
struct AddressDeskTests {
  private let store = MemoryStore()
  private let desk: Desk
  private let reception: Reception
  private let addresses: AddressDesk
  private let (old, new): (Identifier, Identifier)
  private let moment: Moment

  /// The present, which a test sets ahead.
  private final class Moment: Sendable {
    private let now: Mutex<Timestamp>
    init(_ now: Timestamp) { self.now = Mutex(now) }
    func tick() -> Timestamp {
      now.withLock { moment in
        moment = moment.advanced(by: 1)
        return moment
      }
    }
    func advance(days: Int64) { now.withLock { $0 = $0.advanced(by: days * 86_400_000) } }
  }

  init() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try PolicyFile.load(
      path: folder.appending(path: "Fixtures/scenarios/dealer.yaml").path)
    let gate = Gate(policy: file.policy, zones: file.zones)
    await store.apply(
      AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    let moment = Moment(Timestamp(rfc3339: "2026-11-22T10:00:00+01:00") ?? .distantPast)
    self.moment = moment
    desk = Desk(store: store, policies: PolicyBook(store) { _ in gate }, door: "test") {
      moment.tick()
    }
    reception = Reception(
      store: store, policies: desk.policies, log: NoUsageLog(), sender: nil,
      address: { "https://x.example" }, clock: { moment.tick() })
    addresses = AddressDesk(
      desk: desk, over: store, links: await PersonalLinks(store), sender: nil,
      address: { "https://x.example" })
    (old, new) = (
      try #require(Identifier(.email, "anna@example.nl")),
      try #require(Identifier(.email, "anna@new.example"))
    )
    let reader = FactReader(recordedAt: moment.tick())
    let facts = try [
      #"{"id": "1", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00", "subject": {"email": "anna@example.nl", "customerNumber": "7001"}, "attributes": {"givenName": "Anna", "birthDate": "1990-05-31"}}"#,
      #"{"id": "2", "source": "web", "kind": "consented", "occurredAt": "2026-11-01T10:01:00+01:00", "subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email", "notice": "marketing@2", "method": "form"}"#,
      #"{"id": "3", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00", "subject": {"email": "karel@example.nl"}, "attributes": {"givenName": "Karel"}}"#,
    ].map { try reader.reading(of: JSONReader.node(in: $0.utf8.span)).fact }
    _ = await store.append(facts)
  }

  /// The texts of the mails that wait, and takes them away.
  private func mails() async throws -> [(to: String, text: String)] {
    let waiting = await store.due(at: .distantFuture, atMost: 100)
    for item in waiting { await store.carried(item.mail.id) }
    return waiting.map {
      ($0.mail.to, String(decoding: $0.mail.bytes, as: UTF8.self).replacing("=\r\n", with: ""))
    }
  }

  private func visitor(_ who: Identifier) async throws -> Reception.Visitor? {
    try await reception.ask(for: who, from: "b", in: .en)
    guard let text = try await mails().last?.text,
      let link = text.firstMatch(of: /sign-in\/link\/([a-z0-9]{52})/)?.1,
      case .entered(let token) = try await reception.enter(
        link: String(link), browser: "b", code: nil)
    else { return nil }
    return try await reception.visitor(token)
  }

  private func token(_ text: String, _ path: String) throws -> String {
    let start = try #require(text.firstRange(of: path)?.upperBound)
    return String(text[start...].prefix { $0 != "?" })
  }

  /// Asks for the change, and gives the tokens of the two mails.
  private func asked() async throws -> (confirm: String, undo: String) {
    let anna = try #require(try await visitor(old))
    let yes = AddressChange.Yes(
      purpose: "offers", notice: try #require(NoticeReference(parsing: "marketing@2")),
      isExplicit: false)
    #expect(try await addresses.ask(for: new, insteadOf: old, [yes], by: anna, in: .en))
    let mails = try await mails()
    #expect(mails.map(\.to) == [new.value, old.value])
    #expect(!mails[1].text.contains(new.value))
    return (
      try token(mails[0].text, "/address/"), try token(mails[1].text, "/address/undo/")
    )
  }

  private func decision(_ point: Identifier) async throws -> Decision {
    let use = Use(subject: [point], purpose: "offers", channel: .email)
    return try await desk.decide([use])[0].decision
  }

  @Test func `W9: nothing changes until the owner of the new address confirms`() async throws {
    let count = await store.counts.facts
    let (confirm, _) = try await asked()
    #expect(await store.counts.facts == count)
    #expect(try await decision(old).outcome == .allow)
    let change = try #require(addresses.change(confirmedBy: confirm))
    #expect(addresses.change(undoneBy: confirm) == nil)
    #expect(try await addresses.confirm(change) == .done)
    let after = await store.counts.facts
    #expect(try await addresses.confirm(change) == .done)
    #expect(await store.counts.facts == after)
    // Advertising to the old address stops at once; to the new one the yes goes along.
    #expect(try await decision(old).outcome == .deny)
    moment.advance(days: 4)
    #expect(try await decision(new).outcome == .allow)
    #expect(addresses.change(confirmedBy: confirm) == nil)
  }

  @Test func `W9: the old address is a way in for a week, and not after it`() async throws {
    let (confirm, _) = try await asked()
    let change = try #require(addresses.change(confirmedBy: confirm))
    #expect(try await addresses.confirm(change) == .done)
    let byNew = try #require(try await visitor(new))
    #expect(try await desk.ownCard(of: byNew)?.identifiers.contains(old) == true)
    let number = try #require(Identifier(.customerNumber, "7001"))
    #expect(try await reception.mailbox(of: byNew) == new)
    #expect(try await visitor(number) != nil)
    moment.advance(days: 6)
    #expect(try await visitor(old) != nil)
    moment.advance(days: 1)
    #expect(try await visitor(old) == nil)
    #expect(try await visitor(new) != nil)
  }

  @Test func `W9: taken back, the new address sees nothing and the old one is as before`()
    async throws
  {
    let (confirm, undo) = try await asked()
    let change = try #require(addresses.change(confirmedBy: confirm))
    #expect(try await addresses.confirm(change) == .done)
    let stranger = try #require(try await visitor(new))
    #expect(
      try await desk.ownCard(of: stranger)?.attributes.contains { $0.value == "Anna" } == true)
    try await addresses.undo(
      try #require(addresses.change(undoneBy: undo)), ending: reception)
    #expect(await store.sessions(about: stranger.session.about).isEmpty)
    let again = try await visitor(new)
    if let again {
      let card = try await desk.ownCard(of: again)
      #expect(card?.attributes.isEmpty == true && card?.identifiers == [new])
      #expect(card?.isFirst == false)
    }
    #expect(try await decision(new).outcome == .deny)
    #expect(try await addresses.confirm(change) == .stopped)
    moment.advance(days: 30)
    let anna = try #require(try await visitor(old))
    #expect(try await desk.ownCard(of: anna)?.attributes.contains { $0.value == "Anna" } == true)
  }

  @Test func `W9: taken back before it was confirmed, it cannot be confirmed any more`()
    async throws
  {
    let (confirm, undo) = try await asked()
    let change = try #require(addresses.change(undoneBy: undo))
    try await addresses.undo(change, ending: reception)
    let count = await store.counts.facts
    #expect(
      try await addresses.confirm(try #require(addresses.change(confirmedBy: confirm))) == .stopped)
    #expect(await store.counts.facts == count)
    #expect(try await visitor(new) == nil)
  }

  @Test func `W9: an address of another customer joins nobody, and who asks cannot tell`()
    async throws
  {
    let karel = try #require(Identifier(.email, "karel@example.nl"))
    let anna = try #require(try await visitor(old))
    let count = await store.counts
    #expect(try await addresses.ask(for: karel, insteadOf: old, [], by: anna, in: .en))
    let mails = try await mails()
    #expect(mails.map(\.to) == [karel.value, old.value])
    #expect(!mails[0].text.contains("/address/"))
    #expect(await store.counts == count)
  }
}
