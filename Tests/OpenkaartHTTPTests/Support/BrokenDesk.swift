import OpenkaartCore
import OpenkaartService

@testable import OpenkaartHTTP

/// A service that fails whatever is asked of it.
struct BrokenDesk: APIDesk {
  let error: any Error
  let gate: Gate

  init(error: any Error) throws {
    self.error = error
    gate = try House.gate.get()
  }

  func take(_ documents: [Node]) async throws -> [Taking] { throw error }
  func decide(_ uses: [Use], record: Bool) async throws -> [Decision] { throw error }
  func customer(of subject: [Identifier]) async throws -> CustomerID? { throw error }

  func audience(
    _ question: AudienceQuestion, each: (@Sendable (AudienceMember) async throws -> Void)?
  ) async throws -> Funnel { throw error }
}

/// A service that waits until it is told to go on.
struct SlowDesk: APIDesk {
  let gate: Gate
  let goOn: AsyncStream<Void>

  init(goOn: AsyncStream<Void>) throws {
    self.goOn = goOn
    gate = try House.gate.get()
  }

  func take(_ documents: [Node]) async throws -> [Taking] {
    for await _ in goOn { break }
    return documents.map { _ in .taken(.added) }
  }

  func decide(_ uses: [Use], record: Bool) async throws -> [Decision] {
    for await _ in goOn { break }
    return uses.map { gate.failClosed($0, now: House.now) }
  }

  func customer(of subject: [Identifier]) async throws -> CustomerID? { nil }

  func audience(
    _ question: AudienceQuestion, each: (@Sendable (AudienceMember) async throws -> Void)?
  ) async throws -> Funnel {
    for await _ in goOn { break }
    return Funnel()
  }
}
