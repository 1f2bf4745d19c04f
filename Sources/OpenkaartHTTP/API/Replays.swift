import Crypto
import HTTPTypes
import Hummingbird
import OpenkaartCore
import Synchronization

/// Remembers answers by their `Idempotency-Key`, so that a request sent twice is done once.
///
/// A key belongs to one sender and one address and is kept for a day, or until the server stops:
/// facts are taken once by their own ids in any case.
///
/// - SeeAlso: draft-ietf-httpapi-idempotency-key-header-07.
final class Replays: Sendable {
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex(State())

  /// How long an answer is kept.
  private static let life: Duration = .seconds(24 * 60 * 60)
  /// The most that is kept; the oldest make room.
  private static let mostAnswers = 10_000
  private static let mostBytes = 64 << 20

  private struct State {
    var entries: [Name: Entry] = [:]
    /// The finished, oldest first.
    var order: [Name] = []
    var bytes = 0
  }

  private struct Name: Hashable {
    let sender: String
    let path: String
    let key: String
  }

  private struct Entry {
    let fingerprint: SHA256.Digest
    let start: ContinuousClock.Instant
    /// `nil` while the request runs.
    var answer: [UInt8]?
  }

  init(now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }) {
    self.now = now
  }

  /// Answers a request with the JSON that `make` gives, or with what it gave before.
  ///
  /// What failed is not remembered, so that it can be tried again.
  func answer(
    _ call: Call, at path: String, _ make: () async throws -> [UInt8]
  ) async throws -> Response {
    guard let key = call.headers[.idempotencyKey] else { return .json(try await make()) }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ 0x20 < $0 && $0 < 0x7F }) else {
      throw Problem(
        .requestHeader,
        detail: LocalizedText(
          nl: "`Idempotency-Key` heeft 1 tot 255 zichtbare ASCII-tekens, zonder spaties.",
          en: "`Idempotency-Key` takes 1 to 255 visible ASCII characters, without spaces."))
    }
    let name = Name(sender: call.caller.name, path: path, key: key)
    if let known = try begin(name, SHA256.hash(data: call.body)) {
      return .json(known, headers: [.idempotencyReplayed: "true"])
    }
    do {
      let answer = try await make()
      finish(name, answer)
      return .json(answer)
    } catch {
      state.withLock { _ = $0.entries.removeValue(forKey: name) }
      throw error
    }
  }

  private func begin(_ name: Name, _ fingerprint: SHA256.Digest) throws(Problem) -> [UInt8]? {
    let now = now()
    let found = state.withLock { state -> Entry? in
      if let entry = state.entries[name] {
        if now < entry.start + Self.life || entry.answer == nil { return entry }
        state.order.removeAll { $0 == name }
        state.bytes -= entry.answer?.count ?? 0
      }
      state.entries[name] = Entry(fingerprint: fingerprint, start: now)
      return nil
    }
    guard let found else { return nil }
    guard found.fingerprint == fingerprint else { throw Problem(.idempotencyConflict) }
    guard let answer = found.answer else { throw Problem(.idempotencyRunning) }
    return answer
  }

  private func finish(_ name: Name, _ answer: [UInt8]) {
    state.withLock { state in
      state.entries[name]?.answer = answer
      state.order.append(name)
      state.bytes += answer.count
      while state.order.count > Self.mostAnswers || state.bytes > Self.mostBytes {
        let oldest = state.order.removeFirst()
        state.bytes -= state.entries.removeValue(forKey: oldest)?.answer?.count ?? 0
      }
    }
  }
}
