/// Whose checkpoints are believed: any one of the logs, with a quorum of the witnesses.
///
/// - SeeAlso: C2SP tlog-policy.
public struct TrustPolicy: Hashable, Sendable {
  /// The keys of logs; the name of each is the origin for which it signs.
  public let logs: [VerifierKey]
  /// The keys of witnesses.
  public let witnesses: [VerifierKey]
  let quorum: Quorum

  /// What must have signed.
  indirect enum Quorum: Hashable, Sendable {
    case witness(VerifierKey)
    case group(threshold: Int, members: [Quorum])

    static let none = Quorum.group(threshold: 0, members: [])

    func isMet(by signers: Set<VerifierKey>) -> Bool {
      switch self {
      case .witness(let key): signers.contains(key)
      case .group(let threshold, let members):
        members.count { $0.isMet(by: signers) } >= threshold
      }
    }
  }

  /// The policy that takes the word of these logs, without witnesses.
  public init(logs: [VerifierKey]) {
    self.init(logs: logs, witnesses: [], quorum: .none)
  }

  init(logs: [VerifierKey], witnesses: [VerifierKey], quorum: Quorum) {
    self.logs = logs
    self.witnesses = witnesses
    self.quorum = quorum
  }

  /// Reads a policy file.
  ///
  /// - Throws: ``FormatError`` with the line of the first mistake.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    var parser = TrustPolicyParser()
    self = try parser.policy(in: bytes)
  }
}
