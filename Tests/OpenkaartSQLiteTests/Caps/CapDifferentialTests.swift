import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

@testable import OpenkaartCoreTests

/// Random senders against a list of what was promised and sent, counted one by one.
struct CapDifferentialTests {
  /// What the reference knows of one message.
  private struct Message {
    let id: ReservationID
    let takenAt: Int64
    var sentAt: Int64?
    var isGone = false

    /// When it counts from; `nil` when it does not count at a moment.
    func place(at now: Int64) -> Int64? {
      if isGone { return nil }
      if let sentAt { return sentAt }
      return now < takenAt + 600_000 ? takenAt : nil
    }
  }

  private static let day: Int64 = 86_400_000

  private static func hasRoom(_ messages: [Message], at now: Int64) -> Bool {
    let places = messages.compactMap { $0.place(at: now) }
    return places.count { $0 > now - 7 * day } < 4 && places.count { $0 > now - 30 * day } < 6
  }

  @Test(arguments: UInt64(0)..<12)
  func `Q1: a place is given exactly when the caps have room`(seed: UInt64) async throws {
    let house = try await SendingHouse(seed.isMultiple(of: 4) ? .sqlite : .memory)
    try await house.consent(of: 1)
    var random = SplitMix64(seed: seed)
    var messages: [Message] = []
    for step in 0..<120 {
      let now = house.clock.now.milliseconds
      let open = messages.indices.filter { messages[$0].sentAt == nil && !messages[$0].isGone }
      switch Int.random(in: 0..<10, using: &random) {
      case 0...3:
        let grant = try await house.reserve(1, activity: "a\(step)")
        #expect((grant.reservation != nil) == Self.hasRoom(messages, at: now), "step \(step)")
        if let taken = grant.reservation { messages.append(Message(id: taken.id, takenAt: now)) }
      case 4, 5:
        guard let place = open.randomElement(using: &random) else { continue }
        // Its own place does not count against it.
        let others = messages.indices.filter { $0 != place }.map { messages[$0] }
        let isHeld = now < messages[place].takenAt + 600_000
        let isUsed = isHeld && Self.hasRoom(others, at: now)
        let word = try await house.desk.use(messages[place].id).word
        #expect((word == "used") == isUsed, "step \(step)")
        if isUsed { messages[place].sentAt = now } else { messages[place].isGone = true }
      case 6:
        guard let place = open.randomElement(using: &random) else { continue }
        _ = try await house.desk.cancel(messages[place].id)
        messages[place].isGone = true
      case 7:
        let sent = messages.indices.filter { messages[$0].sentAt != nil && !messages[$0].isGone }
        guard let place = sent.randomElement(using: &random) else { continue }
        try await house.bounce(messages[place].id, of: 1)
        messages[place].isGone = true
      default:
        let steps: [Int64] = [1, 599_999, 600_000, Self.day, 3 * Self.day, 7 * Self.day]
        house.clock.advance(by: steps.randomElement(using: &random) ?? 1)
      }
    }
    #expect(messages.count { $0.sentAt != nil } > 3)
  }
}
