public import OpenkaartCore

/// Judges the members of a release when they are handed off, by the policy of now.
public struct MemberJudge: Sendable {
  let release: Release
  let gate: Gate
  let permitKey: PermitKey
  /// Tells the moment.
  let clock: @Sendable () -> Timestamp
  /// Makes marks of identifiers.
  let mark: @Sendable (Identifier) -> UInt64

  /// For so long what was found is taken for what would be found, in milliseconds: as long as a page
  /// may wait for its turn.
  private static let freshness: Int64 = 1_000

  /// Judges a member.
  ///
  /// - Parameters:
  ///   - member: Who it is.
  ///   - token: Their name in the release.
  ///   - standing: What stands of them.
  /// - Returns: What was found.
  public func verdict(
    on member: FrozenMember, as token: MemberToken, _ standing: CapStanding
  ) -> MemberVerdict {
    let now = clock()
    let answer = MemberAnswer(
      about: member, as: token, standing, release.question, by: gate, at: now, mark: mark)
    let permit = Permit(for: answer.decision, on: answer.use, issuedAt: now, key: permitKey)
    guard answer.dropped == nil, let permit else {
      return MemberVerdict(
        at: now, policyVersion: gate.policy.version, .dropped(answer.dropped ?? "permit"))
    }
    let sent = Fact.handedOff(
      answer.use, to: answer.decision.contactPoint, activity: answer.use.activity?.id,
      as: token.text, by: release.createdBy, at: now)
    let handed = HandedMember(
      token: token, customer: member.customer, decision: answer.decision, permit: permit)
    return MemberVerdict(
      at: now, policyVersion: gate.policy.version,
      .handedOff(handed, sent: standing.holds(sent.id) ? nil : sent))
  }

  /// Whether a verdict of a moment ago stands, when nothing more became known of the member since.
  public func upholds(_ verdict: MemberVerdict) -> Bool {
    let now = clock()
    return verdict.policyVersion == gate.policy.version && verdict.at <= now
      && now < verdict.at.advanced(by: Self.freshness)
  }
}

/// What was found of a member of a release.
public struct MemberVerdict: Sendable {
  /// When, and by which policy.
  let at: Timestamp
  let policyVersion: String
  let outcome: Outcome

  enum Outcome: Sendable {
    /// The message may go out; without a fact when it was handed off before.
    ///
    /// By reference: a verdict is handed on many times, and this is large.
    indirect case handedOff(HandedMember, sent: Fact?)
    /// It may not, and is counted under this.
    case dropped(String)
  }

  init(at moment: Timestamp, policyVersion: String, _ outcome: Outcome) {
    at = moment
    self.policyVersion = policyVersion
    self.outcome = outcome
  }

  /// The fact by which the hand-off becomes known, when it is not yet.
  public var sent: Fact? {
    if case .handedOff(_, let sent) = outcome { sent } else { nil }
  }

  /// What the verdict changes of what stands.
  public var change: CapChange { sent.map { CapChange(facts: [$0]) } ?? .none }
}

/// A member as handed off to whoever sends.
public struct HandedMember: Sendable {
  public let token: MemberToken
  public let customer: CustomerID
  public let decision: Decision
  public let permit: Permit
}

extension PageResult {
  /// What became of a page by the verdicts on its members.
  public init(of verdicts: [MemberVerdict]) {
    self.init()
    for verdict in verdicts {
      switch verdict.outcome {
      case .handedOff: handed += 1
      case .dropped(let code): dropped[code, default: 0] += 1
      }
    }
  }
}
