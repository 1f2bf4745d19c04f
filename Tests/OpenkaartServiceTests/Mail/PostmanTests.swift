import OpenkaartCore
import Synchronization
import Testing

@testable import OpenkaartService

struct PostmanTests {
  /// Takes what is handed over, but for some ids as many times as it was told.
  private final class Carrier: MailCarrier {
    private let state: Mutex<(refusals: [String: Int], taken: [String])>

    init(refusing refusals: [String: Int]) { state = Mutex((refusals, [])) }

    var taken: [String] { state.withLock { $0.taken } }

    func carry(_ mail: OutgoingMail) async throws {
      try state.withLock { state in
        if let left = state.refusals[mail.id], left > 0 {
          state.refusals[mail.id] = left - 1
          throw StoreError.closed
        }
        state.taken.append(mail.id)
      }
    }
  }

  @Test func `one message that cannot go holds up no other, and goes later`() async throws {
    let store = MemoryStore()
    for id in ["a", "b", "c"] {
      await store.put(OutgoingMail(id: id, from: "a@x.nl", to: "b@x.nl", bytes: []))
    }
    let carrier = Carrier(refusing: ["a": 2])
    let now = Mutex(Timestamp(milliseconds: 0))
    let postman = Postman(outbox: store, carrier: carrier) { now.withLock { $0 } }
    let first = try await postman.round()
    #expect(first.carried == 2 && first.failure as? StoreError == .closed)
    #expect(try await postman.round().carried == 0)
    now.withLock { $0 = Timestamp(milliseconds: 1000) }
    #expect(try await postman.round().carried == 0)
    now.withLock { $0 = Timestamp(milliseconds: 3000) }
    #expect(try await postman.round().carried == 1)
    #expect(carrier.taken == ["b", "c", "a"])
    #expect(await store.due(at: .distantFuture, atMost: 9).isEmpty)
  }

  @Test func `a pause grows to an hour and no longer`() {
    #expect([0, 1, 5].map { Postman.pause(after: $0) } == [1000, 2000, 32_000])
    #expect(Postman.pause(after: .max) == 3_600_000)
    #expect(Postman.pause(after: -1) == 1000)
  }

  @Test func `a letter says the same in text and in HTML, and HTML of others is only text`() {
    let letter = Letter(
      subject: "A & B", language: .en,
      blocks: [
        .paragraph("Dear <b>Anna</b>,"), .action(label: "Confirm", url: "https://x/u?a=1&b=\"2\""),
        .code("AB12"), .closing("Van Dijk"),
      ])
    #expect(letter.html.contains("Dear &lt;b&gt;Anna&lt;/b&gt;,"))
    #expect(letter.html.contains("href=\"https://x/u?a=1&amp;b=&quot;2&quot;\""))
    #expect(letter.html.contains("<html lang=\"en\">"))
    #expect(letter.text.contains("Confirm:\nhttps://x/u?a=1&b=\"2\"\n"))
  }
}
