import Foundation
import OpenkaartCore
import OpenkaartFiles
import Synchronization
import Testing

@testable import OpenkaartService

/// What a form leaves behind, seen by the gate.
struct FormDeskTests {
  private let store = MemoryStore()
  private let desk: Desk
  private let forms: FormDesk
  private let sheet: FormSheet
  private let email: Identifier

  init() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try PolicyFile.load(
      path: folder.appending(path: "Fixtures/scenarios/dealer.yaml").path)
    let gate = Gate(policy: file.policy, zones: file.zones)
    await store.apply(
      AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    let now = Timestamp(rfc3339: "2026-11-22T10:00:00+01:00") ?? .distantPast
    let clock = Mutex(now)
    desk = Desk(store: store, policies: PolicyBook(store) { _ in gate }, door: "test") {
      clock.withLock { moment in
        moment = moment.advanced(by: 1)
        return moment
      }
    }
    forms = FormDesk(
      desk: desk, links: await PersonalLinks(store), outbox: store, sender: nil,
      address: { "https://x.example" })
    let form = Form(
      id: "f", purposes: [], asks: ["newsletter"],
      fields: ["email", "phone", "givenName"].map { .init(name: $0, isNecessary: false) })
    sheet = try #require(FormSheet(form, in: gate.policy, on: gate.zone.day(of: now)))
    email = try #require(Identifier(.email, "eve@example.nl"))
  }

  private func outcome() async throws -> Decision.Outcome {
    let use = Use(subject: [email], purpose: "newsletter", channel: .email)
    return try await desk.decide([use])[0].decision.outcome
  }

  private func filledIn(phone: String? = nil) -> FormAnswers? {
    let reading = FormAnswers.read(
      sheet,
      values: ["email": email.value, "phone": phone ?? "", "givenName": "Eve"],
      ticked: ["yes.newsletter.email"])
    guard case .answers(let answers) = reading else { return nil }
    return answers
  }

  /// The token in the mail that waits.
  private func token() async throws -> String {
    let mail = try #require(await store.due(at: .distantFuture, atMost: 1).first?.mail)
    #expect(mail.to == email.value)
    let text = String(decoding: mail.bytes, as: UTF8.self).replacing("=\r\n", with: "")
    let start = try #require(text.firstRange(of: "/confirm/")?.upperBound)
    return String(text[start...].prefix { $0 != "?" })
  }

  @Test func `nothing counts and nothing is known before the owner confirms`() async throws {
    let answers = try #require(filledIn(phone: "0612345678"))
    let outcome = try await forms.take(answers, to: sheet, in: .en, isRecognised: false)
    #expect(outcome == .toConfirm)
    #expect(try await self.outcome() == .deny)
    let before = await store.facts(about: [email]).facts
    #expect(before.count == 1)
    guard case .consented(let consent)? = before.first?.content else {
      Issue.record("\(before)")
      return
    }
    #expect(consent.method == .doubleOptIn && consent.notice?.text == "marketing@2")
    let token = try await token()
    let pending = try #require(forms.pending(token))
    try await forms.confirm(pending, token: token)
    #expect(try await self.outcome() == .allow)
    let count = await store.counts.facts
    try await forms.confirm(pending, token: token)
    #expect(await store.counts.facts == count)
  }

  @Test func `who is signed in says yes in one step, also where a purpose asks for two`()
    async throws
  {
    let answers = try #require(filledIn())
    let outcome = try await forms.take(
      answers, to: sheet, in: .en, isRecognised: true, isSignedIn: true)
    #expect(outcome == .inForce)
    #expect(try await self.outcome() == .allow)
    #expect(await store.due(at: .distantFuture, atMost: 1).isEmpty)
  }

  @Test func `a number that was typed makes nobody one with its owner`() async throws {
    let phone = try #require(Identifier(.phone, "0612345678"))
    await store.apply(AppliedPolicy(version: "x", text: [], appliedAt: .distantPast))
    let answers = try #require(filledIn(phone: phone.value))
    _ = try await forms.take(answers, to: sheet, in: .nl, isRecognised: false)
    let token = try await token()
    try await forms.confirm(try #require(forms.pending(token)), token: token)
    #expect(await store.facts(about: [phone]).facts.isEmpty)
  }

  @Test func `who came by a link confirms all the same where the purpose asks for two steps`()
    async throws
  {
    let answers = try #require(filledIn())
    let outcome = try await forms.take(answers, to: sheet, in: .nl, isRecognised: true)
    #expect(outcome == .toConfirm)
    #expect(try await self.outcome() == .deny)
    let token = try await token()
    try await forms.confirm(try #require(forms.pending(token)), token: token)
    #expect(try await self.outcome() == .allow)
  }

  @Test func `a token of another kind confirms nothing`() async throws {
    let links = await PersonalLinks(store)
    let link = PersonalLink(point: email, channel: .email, purpose: "newsletter")
    #expect(forms.pending(links.token(of: link, at: desk.now)) == nil)
    #expect(forms.pending("x") == nil)
  }
}
