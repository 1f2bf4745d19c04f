/// Why something well-formed is not believed.
public enum TrustError: Error, Hashable, Sendable {
  /// Two of the keys that are trusted share a name and an id.
  case ambiguousKey(Name, KeyID)
  /// A key that is trusted has a signature under the note that is not its own.
  case invalidSignature(Name, KeyID)
  /// No key that is trusted signed.
  case noKnownKey
  /// No log that is trusted signed for this origin.
  case unknownLog(Name)
  /// Too few witnesses signed.
  case quorumNotReached
  /// The proof does not lead from the entry to the signed root.
  case notIncluded(index: UInt64, size: UInt64)
  /// What a receipt opens is not what its entry commits to.
  case notCommitted
}

extension TrustError: CustomStringConvertible {
  /// For people.
  public var description: String {
    switch self {
    case .ambiguousKey(let name, let id):
      "Two of the trusted keys are called \(name)+\(id). Remove one of them."
    case .invalidSignature(let name, let id):
      "The signature of \(name)+\(id) is not valid: the text was changed, or it never signed it."
    case .noKnownKey:
      "None of the trusted keys signed this. Check that you have the right key, from the log itself."
    case .unknownLog(let origin):
      "No trusted log signed as \(origin). Check that you have the right key, from the log itself."
    case .quorumNotReached:
      "Too few witnesses signed for the quorum of the policy. Fetch the checkpoint again later."
    case .notIncluded(let index, let size):
      "The proof does not lead from this entry, at index \(index), to the signed root of \(size) "
        + "entries. Either the entry is another or the log never held it."
    case .notCommitted:
      "The record or nonce of this receipt is not what the log committed to."
    }
  }
}
