public import OpenkaartCore

extension SegmentCondition {
  /// The name under which data of no category is asked for: no purpose covers it.
  public static let unclassified = "unclassified"

  /// The categories of data that the condition reads, each once, in the order of the policy.
  ///
  /// How consent stands is read by the gate for every use and is no category of its own.
  public func categories(in policy: Policy) -> [String] {
    let read = Set(tests.flatMap { $0.categories(in: policy) })
    return policy.dataCategories.map(\.id).filter(read.contains)
      + (read.contains(Self.unclassified) ? [Self.unclassified] : [])
  }
}

extension SegmentTest {
  /// The categories of data that the test reads.
  func categories(in policy: Policy) -> [String] {
    func holding(_ isHeld: (DataCategory) -> Bool) -> String? {
      policy.dataCategories.first(where: isHeld)?.id
    }
    func kind(_ kind: FactKind) -> String {
      holding { $0.kinds.contains(kind) } ?? SegmentCondition.unclassified
    }
    switch self {
    case .bought, .recency, .frequency, .monetary:
      // What came back is read where it may be; where it is unclassified it is used for nothing.
      return [kind(.purchased)] + [holding { $0.kinds.contains(.returned) }].compactMap(\.self)
    case .did: return [kind(.behaved)]
    case .attribute(let name, _):
      return [holding { $0.attributes.contains(name) } ?? SegmentCondition.unclassified]
    case .age:
      return [holding { $0.attributes.contains("birthDate") } ?? SegmentCondition.unclassified]
    case .topic, .channel: return [kind(.preferred)]
    case .consent: return []
    }
  }
}
