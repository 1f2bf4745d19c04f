/// Why the desk cannot answer, and what to do.
public enum DeskError: Error, Hashable, Sendable, CustomStringConvertible {
  case noPolicy
  case unknownPurpose(String, known: [String])

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .noPolicy: "desk.noPolicy"
    case .unknownPurpose: "desk.unknownPurpose"
    }
  }

  public var description: String {
    switch self {
    case .noPolicy:
      "No policy was applied to this data yet. Apply one: "
        + "openkaart policy apply policy.yaml --data DIR"
    case .unknownPurpose(let purpose, let known):
      "The policy has no purpose `\(purpose)`. It has: \(known.joined(separator: ", "))."
    }
  }
}
