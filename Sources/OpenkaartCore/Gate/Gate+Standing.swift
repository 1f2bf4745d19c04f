/// How a person's consent to a purpose over a channel stands.
public enum ConsentState: String, Hashable, Sendable, CaseIterable {
  /// It is given, valid, and nothing beats it.
  case given
  case withdrawn, refused
  /// It was given, and its time is over.
  case expired
  /// The second step of a double opt-in has not come.
  case unconfirmed
  /// Something else is wrong with it: no notice, no act, no age.
  case invalid
  /// Nobody said anything.
  case missing
}

extension Gate {
  /// How consent stands by the gate's own reading, for the contact point a use would take first.
  ///
  /// - Parameters:
  ///   - purpose: The id of a purpose; of one the policy lacks nothing was said.
  ///   - channel: The channel.
  ///   - profile: The person as known at `moment`.
  ///   - moment: The moment asked about.
  /// - Returns: The standing, and the facts it rests on.
  public func consent(
    to purpose: String, over channel: Channel, of profile: Profile, at moment: Timestamp
  ) -> (state: ConsentState, evidence: [FactID]) {
    let evaluation = evaluation(of: purpose, over: channel, profile, at: moment)
    let standing = evaluation.consentStanding
    if let holding = standing.holding { return (.given, [evaluation.fact(of: holding)]) }
    if let no = standing.standingNo {
      return (no.isWithdrawal ? .withdrawn : .refused, [evaluation.fact(of: no)])
    }
    guard !standing.flawed.isEmpty else { return (.missing, []) }
    let state: ConsentState =
      standing.flaws.contains(.expired)
      ? .expired : standing.flaws.contains(.unconfirmed) ? .unconfirmed : .invalid
    return (state, standing.flawed.map { evaluation.fact(of: $0.answer) })
  }

  /// Whether a person asked for messages over a channel at some pace, and got none within it.
  ///
  /// Where the sides of a person wish differently, each wish must be without a message.
  public func isLeftWaiting(over channel: Channel, _ profile: Profile, at moment: Timestamp) -> Bool
  {
    let wishes = evaluation(of: "", over: channel, profile, at: moment).wishes()
    return !wishes.isEmpty && wishes.allSatisfy { $0.wish.count > 0 && $0.sent == 0 }
  }

  private func evaluation(
    of purpose: String, over channel: Channel, _ profile: Profile, at moment: Timestamp
  ) -> Evaluation {
    let use = Use(subject: [], purpose: purpose, channel: channel, at: moment)
    return Evaluation(
      gate: compiled, plan: compiled.plan(for: use), use: use, profile: profile, at: moment)
  }
}
