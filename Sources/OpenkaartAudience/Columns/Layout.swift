public import OpenkaartCore

/// Which columns there are, made from a policy: what no rule looks at takes no room.
public struct Layout: Sendable {
  package let gate: Gate
  package let form: OutlineForm

  public init(of gate: Gate) {
    self.gate = gate
    form = OutlineForm(of: gate)
  }

  package var pairs: [OutlineForm.Pair] { form.pairs }
  package var channels: [Channel] { form.channels }
  package var topics: [String] { form.topics }
  package var counts: [OutlineForm.Count] { form.counts }

  /// The columns of bits, in this order.
  package enum BitColumn: Hashable {
    /// Whether somebody is in the row at all.
    case isTaken
    /// Nobody whom an outline tells: always asked one by one.
    case isApart
    /// More product lines than the one in the column were bought.
    case boughtMore
    case mark(Outline.Marks)
    case reach(Outline.Reach, Channel)
    case unwantedTopic(Int)
  }

  package func index(of column: BitColumn) -> Int? {
    switch column {
    case .isTaken: return 0
    case .isApart: return 1
    case .boughtMore: return 2
    case .mark(let mark): return 3 + mark.rawValue.trailingZeroBitCount
    case .reach(let reach, let channel):
      return form.channels.firstIndex(of: channel).map {
        firstReach + $0 * Outline.Reach.count + reach.rawValue.trailingZeroBitCount
      }
    case .unwantedTopic(let topic): return firstTopic + topic
    }
  }

  private var firstReach: Int { 3 + Outline.Marks.count }
  private var firstTopic: Int { firstReach + form.channels.count * Outline.Reach.count }
  var bitColumnCount: Int { firstTopic + form.topics.count }

  package var keepsPurchaseDay: Bool {
    form.anchors.contains(.lastPurchase) || form.anchors.contains(.endOfBookYear)
  }

  /// The purposes of which the last consent is kept.
  package var purposesWithConsentDay: [String] {
    form.anchors.contains(.consent) ? gate.policy.purposes.map(\.id) : []
  }
}
