import HTTPTypes
import OpenkaartCore
import OpenkaartService
import Synchronization

/// Says what the sender of a request may do.
///
/// The keys are few and held in memory; whoever changes one by way of this process calls
/// ``reload()``, so a key that is revoked is refused from then on.
final class KeyCheck: Sendable {
  private let shelf: any KeyShelf
  private let keys = Mutex<[String: APIKey]>([:])

  init(_ shelf: any KeyShelf) async throws {
    self.shelf = shelf
    try await reload()
  }

  /// Reads every key again.
  func reload() async throws {
    let all = try await shelf.keys
    keys.withLock { keys in
      keys = Dictionary(all.map { ($0.id, $0) }) { _, last in last }
    }
  }

  /// Whether any key can be used.
  var hasUsableKey: Bool { keys.withLock { $0.values.contains { $0.revokedAt == nil } } }

  /// The key behind an `Authorization` header.
  ///
  /// - Throws: ``Problem``, the same for a wrong secret and one that never was.
  func key(in header: String?) throws(Problem) -> APIKey {
    guard let header else { throw Self.refused(.keyMissing) }
    let words = header.utf8.split(separator: UInt8(ascii: " "))
    guard words.count == 2, Substring(words[0]).lowercased() == "bearer" else {
      throw Self.refused(.keyMissing)
    }
    let secret = Substring(words[1])
    let digest = NewKey.digest(of: secret)
    let known = NewKey.id(in: secret).flatMap { id in keys.withLock { $0[id] } }
    // An unknown id is compared as well, so that it takes the time of a known one.
    let isRight = Self.areEqual(digest, known?.digest ?? Array(repeating: 0, count: 32))
    guard let known, isRight else { throw Self.refused(.keyInvalid) }
    guard known.revokedAt == nil else { throw Self.refused(.keyRevoked) }
    return known
  }

  /// Compares all bytes, however early they differ.
  static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ other[index] }
    return difference == 0
  }

  private static func refused(_ code: ProblemCode) -> Problem {
    var problem = Problem(code)
    problem.headers[.wwwAuthenticate] = "Bearer realm=\"openkaart\""
    return problem
  }
}
