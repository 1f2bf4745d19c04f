import OpenkaartCore
import OpenkaartService

/// What the API asks of the service behind it.
protocol APIDesk: Sendable {
  /// The gate of the policy in force.
  var gate: Gate { get }

  /// Takes in documents, in order; returns when all that were added are durable.
  func take(_ documents: [Node]) async throws -> [Taking]

  /// Decides on uses, each about one person, and writes the decisions down if asked.
  func decide(_ uses: [Use], record: Bool) async throws -> [Decision]

  /// Asks about everybody; `each` is told every person, if it is given.
  func audience(
    _ question: AudienceQuestion,
    each: (@Sendable (AudienceMember) async throws -> Void)?
  ) async throws -> Funnel

  /// The name of the customer whom these identifiers name.
  func customer(of subject: [Identifier]) async throws -> CustomerID?
}

/// What became of one document.
enum Taking: Sendable {
  case taken(FactAddition)
  case rejected(DocumentError)
}

/// One person of an audience, and the answer about them.
struct AudienceMember: Sendable {
  let customer: CustomerID?
  let use: Use
  let decision: Decision
}
