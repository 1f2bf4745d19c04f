public import OpenkaartCore

extension Desk {
  /// The answer to a question asked in order to send now.
  public struct Grant: Sendable {
    public let answer: Answer
    /// With an allowed use over a channel: the place under the caps that is kept for it.
    public let reservation: Reservation?
    /// Leave to carry the use out, as long as the reservation is held.
    public let permit: Permit?
    /// The use is allowed, and this very message went to this contact point before.
    public let isSameSend: Bool
  }

  /// Decides on uses that are to be carried out now, and keeps a place under the caps for each that is
  /// allowed.
  ///
  /// However many ask at once, no cap is exceeded: each decision counts what was promised to others.
  ///
  /// - Parameters:
  ///   - uses: The questions; their moment is now.
  ///   - by: Who asks.
  /// - Returns: The answers in order. Where the facts cannot be reached all answers are no.
  /// - Throws: ``DeskError`` without a policy.
  public func reserve(_ uses: [Use], by: String? = nil) async throws -> [Grant] {
    let gate = try await policies.gate(at: clock())
    let sender = by ?? door
    do {
      guard let caps else { throw StoreError.closed }
      var erasures: [[Fact]] = []
      for use in uses { erasures.append(try await store.erasures(about: use.subject)) }
      let made = Tally<[Int: Grant]>([:])
      try await caps.settle(uses.map { .subject($0.subject) }, forgetting: forgotten) {
        [clock, erasures] index, standing in
        let now = clock()
        let use = uses[index].now
        let grant = Self.grant(
          use, standing.adding(erasures[index]), gate, key: caps.permitKey, by: sender, at: now)
        made.change { $0[index] = grant }
        return CapChange(taken: grant.reservation)
      }
      let all = made.value
      return uses.indices.compactMap { all[$0] }
    } catch {
      let now = clock()
      return uses.map { use in
        let no = gate.failClosed(use.now, now: now)
        return Grant(
          answer: Answer(use: use.now, decision: no, gate: gate, failure: error),
          reservation: nil, permit: nil, isSameSend: false)
      }
    }
  }

  /// How long an ended reservation is remembered, so that who asks hears what became of it.
  private static let memory: Int64 = 24 * 3_600_000

  private var forgotten: Timestamp { clock().advanced(by: -Self.memory) }

  private static func grant(
    _ use: Use, _ standing: CapStanding, _ gate: Gate, key: PermitKey, by sender: String,
    at now: Timestamp
  ) -> Grant {
    let profile = Population(standing.counted(at: now), knownAt: now).profile(of: use.subject)
    let decision = gate.decide(use, about: profile, now: now)
    let answer = Answer(use: use, decision: decision, gate: gate, failure: nil)
    let none = Grant(answer: answer, reservation: nil, permit: nil, isSameSend: false)
    guard decision.outcome == .allow, use.channel != .none else { return none }
    guard !standing.holdsSameSend(as: use, to: decision.contactPoint, at: now) else {
      return Grant(answer: answer, reservation: nil, permit: nil, isSameSend: true)
    }
    guard let permit = Permit(for: decision, on: use, issuedAt: now, key: key) else { return none }
    let reservation = Reservation(
      id: .random(), use: use, contactPoint: decision.contactPoint, takenAt: now,
      expiresAt: permit.expiresAt, sender: sender)
    return Grant(answer: answer, reservation: reservation, permit: permit, isSameSend: false)
  }
}

extension Desk {
  /// What became of a reservation that was to be used.
  public enum Handover: Sendable {
    /// The message counts as sent from now on: send it.
    case used(Reservation)
    /// The use is no longer allowed; the reservation is given back. Do not send.
    case dropped(Reservation, Answer)
    /// It ended before: used, cancelled, or expired while it was held.
    case ended(Reservation.State)
    case unknown
  }

  /// Hands off the message that a reservation was taken for, if it is still allowed.
  ///
  /// The hand-off becomes a fact about the person.
  ///
  /// - Parameter id: The reservation.
  /// - Returns: Whether to send. Only ``Handover/used(_:)`` says yes.
  /// - Throws: ``DeskError``, ``StoreError``.
  public func use(_ id: ReservationID) async throws -> Handover {
    guard let caps, let (reservation, state) = try await caps.reservation(id) else {
      return .unknown
    }
    guard state == .held else { return .ended(state) }
    let gate = try await policies.gate(at: clock())
    let erasures = try await store.erasures(about: reservation.use.subject)
    let made = Tally<Handover>(.ended(.held))
    try await caps.settle([.subject(reservation.use.subject)], forgetting: forgotten) {
      [clock] _, standing in
      let now = clock()
      guard let mine = standing.held.first(where: { $0.id == id }), mine.isHeld(at: now) else {
        return .none
      }
      let known = standing.adding(erasures).counted(at: now, without: id)
      let profile = Population(known, knownAt: now).profile(of: mine.use.subject)
      let decision = gate.decide(mine.use, about: profile, now: now)
      guard decision.outcome == .allow, decision.contactPoint == mine.contactPoint else {
        let answer = Answer(use: mine.use, decision: decision, gate: gate, failure: nil)
        made.change { $0 = .dropped(mine, answer) }
        return CapChange(ended: (id, .cancelled))
      }
      made.change { $0 = .used(mine) }
      return CapChange(facts: [mine.sent(at: now)], ended: (id, .used))
    }
    let handover = made.value
    // Whoever came first may have ended it in the meantime.
    if case .ended = handover, let (_, state) = try await caps.reservation(id) {
      return .ended(state)
    }
    return handover
  }

  /// Gives a reservation back: the message will not be sent.
  ///
  /// - Returns: What had become of it: ``Reservation/State/held`` when this ended it, or it expired by
  ///   itself; `nil` when there is none.
  public func cancel(_ id: ReservationID) async throws -> Reservation.State? {
    guard let caps, let (reservation, state) = try await caps.reservation(id) else { return nil }
    guard state == .held else { return state }
    let found = Tally(Reservation.State.held)
    try await caps.settle([.subject(reservation.use.subject)], forgetting: forgotten) {
      _, standing in
      guard standing.held.contains(where: { $0.id == id }) else {
        found.change { $0 = .used }
        return .none
      }
      return CapChange(ended: (id, .cancelled))
    }
    guard found.value != .held else { return .held }
    return try await caps.reservation(id)?.1
  }
}

extension Use {
  /// The same use, asked about the present moment.
  fileprivate var now: Use {
    var use = self
    use.at = nil
    return use
  }
}
