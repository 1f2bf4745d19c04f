/// Which parts of what is known of a person have had their time, by the policy.
///
/// - SeeAlso: GDPR 5(1)(e).
public struct Retention: Sendable {
  private let gate: Gate
  /// The purposes that cover each class.
  private let covering: [RetentionClass: [Purpose]]

  public init(gate: Gate) {
    self.gate = gate
    covering = Dictionary(
      uniqueKeysWithValues: RetentionClass.allCases.map { part in
        (part, gate.policy.purposes.filter { Self.covers($0, part, gate.policy) })
      })
  }

  private static func covers(_ purpose: Purpose, _ part: RetentionClass, _ policy: Policy) -> Bool {
    policy.dataCategories.contains { category in
      guard purpose.dataCategories.contains(category.id) else { return false }
      if part == .contact, !category.attributes.isEmpty || !category.identifiers.isEmpty {
        return true
      }
      return category.kinds.contains { RetentionClass(of: $0) == part }
    }
  }

  /// A part that is to go.
  public struct Ended: Hashable, Sendable {
    public let part: RetentionClass
    public let why: Why

    /// Why it goes.
    public enum Why: Hashable, Sendable {
      /// The last of these purposes ended then.
      case ended(purposes: [String], at: Timestamp)
      /// No category of the policy holds it, and nobody said for 30 days what it is for.
      case unclassified
      /// It showed that uses were lawful, and nobody can claim otherwise any more.
      case proofOver
    }
  }

  /// What is neither in a category nor used stays so many days, for somebody to say what it is.
  static let unclassifiedDays = 30
  /// Proof of the last use or choice stays until claims on it are over, in years: BW 3:310.
  static let proofYears = 5

  /// What has had its time at a moment.
  ///
  /// What protects a person (preferences, complaints, bounces) stays as long as any marketing may reach
  /// them; who they are stays as long as anything else but proof is known; proof goes last.
  ///
  /// - Parameters:
  ///   - person: Of whom.
  ///   - latest: When the last fact of each class was recorded; classes without facts are left out.
  ///   - moment: The moment.
  /// - Returns: The classes that are to go; none while something forbids to erase.
  public func ended(
    of person: Population.Person, latest: [RetentionClass: Timestamp], at moment: Timestamp
  ) -> [Ended] {
    guard !gate.holdsErasure(of: person.profile, at: moment) else { return [] }
    var ended: [Ended] = []
    let order: [RetentionClass] = [.purchases, .behaviour, .preferences, .complaints, .messages]
    let isReachable = isReachable(person, at: moment)
    for part in order {
      guard let last = latest[part] else { continue }
      if Self.protecting.contains(part), isReachable { continue }
      if let why = why(part, person, last, at: moment) { ended.append(Ended(part: part, why: why)) }
    }
    let gone = Set(ended.map(\.part))
    guard order.allSatisfy({ latest[$0] == nil || gone.contains($0) }), !isReachable else {
      return ended
    }
    if let last = latest[.contact], let why = why(.contact, person, last, at: moment) {
      ended.append(Ended(part: .contact, why: why))
    } else if latest[.contact] != nil {
      return ended
    }
    if let last = latest[.proof], isOver(last, at: moment),
      why(.proof, person, last, at: moment) != nil
    {
      ended.append(Ended(part: .proof, why: .proofOver))
    }
    return ended
  }

  private static let protecting: Set<RetentionClass> = [.preferences, .complaints, .messages]

  /// Whether a purpose that promotes is still open for the person.
  private func isReachable(_ person: Population.Person, at moment: Timestamp) -> Bool {
    gate.policy.purposes.contains { $0.isMarketing && isOpen($0, person, at: moment) }
  }

  private func isOpen(
    _ purpose: Purpose, _ person: Population.Person, at moment: Timestamp
  ) -> Bool {
    let today = gate.zone.day(of: moment)
    if let last = purpose.validTo, last < today { return false }
    guard let end = gate.retentionEnd(of: purpose, for: person.profile, at: moment) else {
      return true
    }
    return moment < end
  }

  private func why(
    _ part: RetentionClass, _ person: Population.Person, _ last: Timestamp, at moment: Timestamp
  ) -> Ended.Why? {
    let purposes = covering[part] ?? []
    guard !purposes.isEmpty else {
      let end = Span(Self.unclassifiedDays, .days)?.end(after: last, in: gate.zone)
      return end.map { $0 <= moment } ?? false ? .unclassified : nil
    }
    guard !purposes.contains(where: { isOpen($0, person, at: moment) }) else { return nil }
    let ends = purposes.compactMap {
      gate.retentionEnd(of: $0, for: person.profile, at: moment)
    }
    return .ended(purposes: purposes.map(\.id), at: ends.max() ?? moment)
  }

  private func isOver(_ last: Timestamp, at moment: Timestamp) -> Bool {
    Span(Self.proofYears * 12, .months)?.hasEnded(at: moment, since: last, in: gate.zone) ?? false
  }
}
