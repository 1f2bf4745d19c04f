public import OpenkaartCore

/// A group of customers by a condition on what is known of them.
public struct Segment: Hashable, Sendable {
  /// The name in the policy; `nil` for a condition that somebody just wrote.
  public let id: String?
  public let label: LocalizedText
  /// The purpose for which it is looked at, unless who looks names another.
  public let purpose: String?
  public let condition: SegmentCondition

  public init(
    id: String? = nil, label: LocalizedText? = nil, purpose: String? = nil,
    condition: SegmentCondition
  ) {
    self.id = id
    self.label = label ?? LocalizedText(nl: condition.line, en: condition.line)
    self.purpose = purpose
    self.condition = condition
  }

  /// The segment that a policy names; `nil` when its condition cannot be read, which
  /// ``SegmentCheck`` tells.
  public init?(_ written: PolicySegment) {
    guard let condition = SegmentReader.condition(in: written.condition).condition else {
      return nil
    }
    self.init(
      id: written.id, label: written.label, purpose: written.purpose, condition: condition)
  }

  /// Whether somebody is in it; doubt is no.
  public func contains(_ person: SegmentPerson, at moment: Timestamp) -> Bool {
    person.answer(to: condition, at: moment) == .yes
  }

  /// The categories of a use of people in this segment: those it would use anyway, and those that the
  /// condition reads.
  ///
  /// The gate is asked with these, so a purpose or notice that does not cover them refuses.
  public func data(
    _ data: [String]?, purpose: String, channel: Channel, in policy: Policy
  ) -> [String] {
    let usual = channel == .none ? policy.purpose(purpose)?.dataCategories ?? [] : ["contact"]
    let own = data ?? usual
    return own + condition.categories(in: policy).filter { !own.contains($0) }
  }
}

extension Policy {
  /// The segments that the policy names.
  public var readSegments: [Segment] { segments.compactMap { Segment($0) } }
}
