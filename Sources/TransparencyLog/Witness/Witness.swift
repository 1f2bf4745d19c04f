public import LogVerification

/// Decides which checkpoints a witness signs: those that a known log signed and that only grew.
///
/// It keeps nothing. Whoever calls it looks up the latest checkpoint of the log, asks, and stores the
/// new one, all in one atomic step; only then it signs and answers. Two requests that are checked
/// against the same state and stored one after the other would roll the witness back.
///
/// - SeeAlso: C2SP tlog-witness, "add-checkpoint".
public struct Witness: Sendable {
  /// The keys of the logs it knows; the name of each is the origin for which it signs.
  public let logs: [VerifierKey]

  /// A witness of the logs with these keys.
  public init(logs: [VerifierKey]) {
    self.logs = logs
  }

  /// What to do with a request.
  public enum Decision: Hashable, Sendable {
    /// Store the checkpoint as the latest of its log, sign its text, and answer 200 with the line of
    /// the signature.
    case cosign(SignedCheckpoint)
    /// Store nothing and answer this.
    case refuse(Refusal)
  }

  /// Why a request is refused.
  public enum Refusal: Error, Hashable, Sendable {
    /// The body is no request.
    case malformed(FormatError)
    /// The old size is larger than that of the checkpoint.
    case oldSizeTooLarge
    /// The log is not known.
    case unknownLog
    /// No key of the log signed, or a signature of one is not valid.
    case notSigned
    /// The latest checkpoint that was signed has this size; or it has another root at that size.
    case conflict(latestSize: UInt64)
    /// The proof does not show that the log only grew.
    case notConsistent
  }

  /// Decides about the body of a request.
  ///
  /// - Parameters:
  ///   - body: As it came.
  ///   - latest: Gives the checkpoint of this origin that was signed last, or `nil`.
  /// - Returns: What to store and answer.
  public func decision(
    on body: some Collection<UInt8>, latest: (Name) throws -> Checkpoint?
  ) rethrows -> Decision {
    let request: AddCheckpointRequest
    do {
      request = try AddCheckpointRequest(parsing: body)
    } catch {
      return .refuse(.malformed(error))
    }
    if let refusal = refusalOfSigner(request) { return .refuse(refusal) }
    let before = try latest(request.signedCheckpoint.checkpoint.origin)
    if let refusal = refusalOfGrowth(request, since: before) { return .refuse(refusal) }
    return .cosign(request.signedCheckpoint)
  }

  private func refusalOfSigner(_ request: AddCheckpointRequest) -> Refusal? {
    let origin = request.signedCheckpoint.checkpoint.origin
    let keys = logs.filter { $0.name == origin }
    guard !keys.isEmpty else { return .unknownLog }
    do {
      _ = try request.signedCheckpoint.note.verified(by: keys)
      return nil
    } catch {
      return .notSigned
    }
  }

  private func refusalOfGrowth(
    _ request: AddCheckpointRequest, since before: Checkpoint?
  ) -> Refusal? {
    let new = request.signedCheckpoint.checkpoint
    let (oldSize, oldRoot) = (before?.size ?? 0, before?.root ?? .emptyRoot)
    guard request.oldSize <= new.size else { return .oldSizeTooLarge }
    guard request.oldSize == oldSize else { return .conflict(latestSize: oldSize) }
    if oldSize == new.size, oldRoot != new.root { return .conflict(latestSize: oldSize) }
    if oldSize == 0 { return request.hashes.isEmpty ? nil : .notConsistent }
    let proof = ConsistencyProof(oldSize: oldSize, newSize: new.size, hashes: request.hashes)
    return proof.proves(oldRoot, isPrefixOf: new.root) ? nil : .notConsistent
  }
}

extension Witness.Refusal: CustomStringConvertible {
  /// The status of the answer.
  public var status: Int {
    switch self {
    case .malformed, .oldSizeTooLarge: 400
    case .notSigned: 403
    case .unknownLog: 404
    case .conflict: 409
    case .notConsistent: 422
    }
  }

  /// The type of the body of the answer.
  public var contentType: String {
    if case .conflict = self { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
  }

  /// The body of the answer: for a conflict the size alone, otherwise a sentence.
  public var body: String {
    if case .conflict(let size) = self { "\(size)\n" } else { "\(self)\n" }
  }

  /// For people.
  public var description: String {
    switch self {
    case .malformed(let error): error.description
    case .oldSizeTooLarge: "The old size is larger than the size of the checkpoint."
    case .notSigned: "No key that this witness has of this log signed the checkpoint."
    case .unknownLog: "This witness does not know a log of this origin."
    case .conflict(let size):
      "The latest checkpoint signed here has \(size) entries; send the proof from there."
    case .notConsistent: "The proof does not show that the log only grew."
    }
  }
}
