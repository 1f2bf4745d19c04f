/// What law or policy obliges to keep of a person whose data is erased.
///
/// - SeeAlso: GDPR 17(3)(b) and (e); AWR 52; BW 2:10, 3:15i.
public struct Keeping: Sendable {
  private let policy: Policy
  private let zone: ZoneRules

  public init(policy: Policy, zone: ZoneRules) {
    self.policy = policy
    self.zone = zone
  }

  /// What is kept of a fact.
  public struct Kept: Hashable, Sendable {
    /// Whether only the invoice of a purchase is kept, or the fact as it is.
    public let isInvoice: Bool
    /// The last day on which it is kept.
    public let until: Day
    /// The law or the purpose, such as `AWR 52`.
    public let ground: String

    public init(isInvoice: Bool, until: Day, ground: String) {
      self.isInvoice = isInvoice
      self.until = until
      self.ground = ground
    }
  }

  /// For so many years after the book year the law asks for the records of sales.
  static let taxYears = 7

  /// What is kept of `fact` on a day; `nil` when all of it goes.
  public func kept(of fact: Fact, on today: Day) -> Kept? {
    let day = zone.day(of: fact.occurredAt)
    if case .purchased = fact.content {
      let year = day.year + Self.taxYears
      guard let until = Day(year: min(year, 9999), month: 12, day: 31), today <= until else {
        return nil
      }
      return Kept(isInvoice: true, until: until, ground: "AWR 52")
    }
    guard RetentionClass(of: fact.content.kind) == .proof else { return nil }
    return kept(proof: fact.content.kind, of: day, on: today)
  }

  /// Proof stays as long as a purpose that rests on a legal duty alone names its kind.
  private func kept(proof kind: FactKind, of day: Day, on today: Day) -> Kept? {
    let duties = policy.purposes.filter { purpose in
      purpose.bases == [.legalObligation]
        && policy.dataCategories.contains {
          purpose.dataCategories.contains($0.id) && $0.kinds.contains(kind)
        }
    }
    let kept = duties.compactMap { purpose -> Kept? in
      guard let retention = purpose.retention else { return nil }
      let start =
        retention.after == .endOfBookYear ? Day(year: day.year, month: 12, day: 31) ?? day : day
      let end = retention.keepFor.end(after: zone.start(of: start), in: zone)
      let until = zone.day(of: end.advanced(by: -1))
      return today <= until
        ? Kept(isInvoice: false, until: until, ground: "purpose:\(purpose.id)") : nil
    }
    return kept.max { $0.until < $1.until }
  }
}
