/// When a rule applies: an expression in a small closed language over named features.
///
/// It is a value, so that the gate can interpret it, columns and SQL can be made from it, and people
/// can read it. What a feature does when it is unknown is part of the feature: see
/// ``Feature/whenUnknown``.
public enum Condition: Hashable, Sendable {
  case always
  case never
  indirect case not(Condition)
  case all([Condition])
  case any([Condition])
  /// A property of the question asked.
  case asks(Question)
  /// A feature of the person, for this question.
  case holds(Feature)
  /// A basis holds for this use. Only rules that are not about bases may ask it.
  case carried(by: LegalBasis)
  /// The day asked about, in the controller's zone, lies within bounds; one that is `nil` is open.
  case on(from: Day?, to: Day?)
  /// A span since the last event of a kind has ended; without any event it has not.
  case ended(Span, since: Purpose.Retention.Anchor)
  /// A product of one of these lines was bought within the span, and not returned.
  case bought(lines: [String], within: Span)
  /// The offer is lower than what was paid for the same within the span.
  case paidMoreThanOffered(within: Span)
  /// So many messages or more were sent over these channels in the rolling window.
  case sent(over: ChannelSet, atLeast: Int, within: Span)
  /// By the person's clock it is within these hours.
  case quiet(QuietHours)
  /// A merge of sides that differ happened less than the span ago.
  case mergedInConflict(within: Span)
}

extension Condition {
  /// The condition with all that `answer` can say of the question filled in.
  func simplified(by answer: (Question) -> Bool?) -> Condition {
    switch self {
    case .asks(let question): return answer(question).map { $0 ? .always : .never } ?? self
    case .not(let condition):
      switch condition.simplified(by: answer) {
      case .always: return .never
      case .never: return .always
      case let rest: return .not(rest)
      }
    case .all(let conditions):
      var rest: [Condition] = []
      for condition in conditions {
        switch condition.simplified(by: answer) {
        case .always: continue
        case .never: return .never
        case let open: rest.append(open)
        }
      }
      return rest.isEmpty ? .always : rest.count == 1 ? rest[0] : .all(rest)
    case .any(let conditions):
      var rest: [Condition] = []
      for condition in conditions {
        switch condition.simplified(by: answer) {
        case .never: continue
        case .always: return .always
        case let open: rest.append(open)
        }
      }
      return rest.isEmpty ? .never : rest.count == 1 ? rest[0] : .any(rest)
    default: return self
    }
  }
}

/// A property of the question, known without looking at the person.
public enum Question: Hashable, Sendable {
  case isMarketing
  case isPromotional
  case channel(ChannelSet)
  case isPurpose(String)
  case purposeIsRegistered
  case channelIsCovered
  case dataIsCovered
  case usesSpecialData
  case namesRecipient
  case recipientIsCovered
  /// The purpose lists recipients.
  case purposeHasRecipients
  /// The purpose lists this basis.
  case lists(LegalBasis)
  case hasAssessment
  case names(Purpose.ActivityField)
  case offers(line: String)
  /// The controller's sector keeps the soft opt-in on the phone.
  case sectorKeepsPhone
}
