public import OpenkaartCore

extension Rights {
  /// What erasing a customer who is in would do, item by item; changes nothing.
  ///
  /// The look is that at their own page, which is written down as such.
  ///
  /// - Returns: `nil` when nothing is known of them any more.
  public func plan(erasing visitor: Reception.Visitor) async throws -> ErasureReport? {
    guard let order = try await order(erasing: [visitor.identifier]) else { return nil }
    return try await store.plan(order)
  }

  /// Erases a customer at their own request.
  ///
  /// The request is kept first: should the erasure be cut off, it is open and nothing is used.
  ///
  /// - Returns: What became of each item; `nil` when nothing was known of them any more.
  /// - Throws: ``DeskError``, ``StoreError``; a job that was begun goes on at the next start.
  public func erase(
    _ visitor: Reception.Visitor, case number: String
  ) async throws -> ErasureReport? {
    try await desk.tell([.requested(case: number, right: .erasure)], by: visitor)
    return try await erase([visitor.identifier], by: Reception.door)
  }
}

/// What a browser keeps to see how far an erasure is: of the person nothing is known any more.
///
/// It holds the number of the job and nothing of the person, sealed, so that nobody can look at
/// another's.
public struct ErasureTickets: Sendable {
  private let token: SealedToken

  /// - Parameter source: The store whose secret seals them.
  public init(_ source: some SecretSource) async {
    token = SealedToken(secret: await source.secret(for: "links"))
  }

  /// How long one works, in milliseconds: a week.
  public static let life: Int64 = 7 * 86_400_000

  /// The ticket of a job.
  public func ticket(of number: Int, at now: Timestamp) -> String {
    token.seal(["\(number)"], as: .erasure, until: now.advanced(by: Self.life))
  }

  /// The job of a ticket; `nil` for one that is not ours or has ended.
  public func number(of ticket: some StringProtocol, at now: Timestamp) -> Int? {
    token.open(ticket, as: .erasure, at: now).flatMap { $0.count == 1 ? Int($0[0]) : nil }
  }
}

extension Rights {
  /// How far an erasure is; `nil` when there is none of this number.
  public func progress(of number: Int) async throws -> ErasureReport? {
    try await store.erasures.first { $0.number == number }
  }
}
