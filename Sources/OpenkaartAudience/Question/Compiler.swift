import OpenkaartCore

/// Makes tests of rows out of the conditions of rules, for one question at one moment.
///
/// What columns cannot tell adds a test to ``open``: the rows of which it is true are asked one by
/// one, so a compiler that knows too little costs time and never an answer.
struct Compiler {
  let columns: Columns
  let use: Use
  let at: Timestamp
  let isMarketing: Bool
  private let pair: Int
  private let purpose: Purpose
  private let today: Int32
  /// The rows to be asked one by one.
  private(set) var open: [Test] = []
  /// The whole question has to be.
  private(set) var isOpen = false
  /// It matters whether somebody opted out, which a consent that holds does not tell.
  private(set) var isOptOutAsked = false
  /// What is compiled stays as it is as long as no day of these begins.
  private(set) var turningDays: Set<Int32> = []

  /// - Returns: `nil` when the columns tell nothing of the question.
  init?(_ columns: Columns, _ use: Use, at: Timestamp, rules: RulesInQuestion) {
    let gate = columns.layout.gate
    guard at >= columns.since, use.recipient == nil,
      let purpose = gate.policy.purposes.first(where: { $0.id == use.purpose }),
      let pair = columns.layout.form.pairs.firstIndex(
        of: .init(
          purpose: use.purpose, channel: use.channel)),
      rules.isMarketing == purpose.isMarketing
    else { return nil }
    let usual = use.channel == .none ? purpose.dataCategories : ["contact"]
    if let data = use.data, Set(data) != Set(usual) { return nil }
    let entity = use.activity?.entity
    if entity != nil, entity != gate.policy.controller.entity { return nil }
    self.columns = columns
    self.use = use
    self.at = at
    self.pair = pair
    self.purpose = purpose
    isMarketing = rules.isMarketing
    today = gate.zone.day(of: at).number
    open = [bit(.isApart), bit(.reach(.isOpen, use.channel))]
  }

  var consentColumn: Int { pair }
  private var zone: ZoneRules { columns.layout.gate.zone }

  /// The test of a rule.
  mutating func test(_ item: RulesInQuestion.Item) -> Test {
    turningDays.insert(item.days.lowerBound)
    turningDays.insert(item.days.upperBound == .max ? .max : item.days.upperBound + 1)
    return item.days.contains(today) ? test(item.condition) : .constant(false)
  }

  private mutating func test(_ condition: Condition) -> Test {
    switch condition {
    case .always: return .constant(true)
    case .never, .asks: return .constant(false)
    case .not(let inner):
      let test = test(inner)
      if case .constant(let value) = test { return .constant(!value) }
      return .not(test)
    case .all(let inner): return all(inner)
    case .any(let inner):
      let rest = inner.map { test($0) }.filter { $0 != .constant(false) }
      if rest.contains(.constant(true)) { return .constant(true) }
      return rest.isEmpty ? .constant(false) : rest.count == 1 ? rest[0] : .any(rest)
    case .holds(let feature): return test(feature)
    case .carried(let basis): return .carried(basis)
    case .on(let from, let to):
      let (first, last) = ((from ?? .first).number, (to ?? .last).number)
      turningDays.insert(first)
      turningDays.insert(last + 1)
      return .constant(first <= today && today <= last)
    case .ended(let span, let anchor): return ended(span, since: anchor)
    case .bought(let names, let span): return bought(names, within: span)
    case .paidMoreThanOffered:
      open.append(bit(.mark(.isCustomer)))
      return .constant(false)
    case .sent(let channels, let limit, let span): return sent(channels, limit, span)
    case .quiet(let hours):
      open.append(bit(.mark(.hasOtherClock)))
      guard zone.isDaily(hours.from, to: hours.to, at: at) else { return .constant(false) }
      // Hours that never end make nobody wait.
      let end = zone.end(ofDaily: hours.from, to: hours.to, at: at)
      if zone.isDaily(hours.from, to: hours.to, at: end) { isOpen = true }
      return .constant(true)
    // Who was joined is apart.
    case .mergedInConflict: return .constant(false)
    }
  }

  /// What is open in a part that cannot hold anyway does not matter.
  private mutating func all(_ conditions: [Condition]) -> Test {
    let known = open
    var tests: [Test] = []
    for condition in conditions {
      let before = open.count
      let test = test(condition)
      if test == .constant(false) {
        // A no that is itself open may yet be a yes.
        if open.count == before { open = known }
        return test
      }
      if test != .constant(true) { tests.append(test) }
    }
    return tests.isEmpty ? .constant(true) : tests.count == 1 ? tests[0] : .all(tests)
  }

  private func bit(_ column: Layout.BitColumn) -> Test {
    guard let index = columns.layout.index(of: column), !columns.bits[index].isEmpty else {
      return .constant(false)
    }
    return .bit(index)
  }

  private mutating func openly(_ column: Layout.BitColumn, _ value: Bool = false) -> Test {
    open.append(bit(column))
    return .constant(value)
  }
}

// MARK: - Features

extension Compiler {
  private mutating func test(_ feature: Feature) -> Test {
    switch feature {
    // Nobody unknown has a row, and who was erased is apart.
    case .isUnknown, .isErased, .consentIsInConflict: return .constant(false)
    case .erasureKeptData: return .constant(true)
    case .isDeceased:
      open.append(bit(.mark(.hasListings)))
      return bit(.mark(.isDeceased))
    case .isOnPostfilter: return openly(.mark(.hasListings))
    case .isCompany: return bit(.mark(.isCompany))
    case .isCustomer: return bit(.mark(.isCustomer))
    case .restrictionStands: return bit(.mark(.restrictionStands))
    case .consentedSinceRestriction: return openly(.mark(.restrictionStands))
    case .erasureIsRequested: return bit(.mark(.erasureIsRequested))
    case .requestIsOpen: return bit(.mark(.requestIsOpen))
    case .complaintIsOpen: return bit(.mark(.complaintIsOpen))
    case .promiseIsBroken: return bit(.mark(.promiseIsBroken))
    case .breachIsOpen: return bit(.mark(.breachIsOpen))
    case .agreementStands: return agreement()
    case .saleCarries: return openly(.mark(.isCustomer))
    case .saleFails(let flaw): return openly(.mark(.isCustomer), flaw == .noSale)
    case .topicIsUnwanted: return unwantedTopic()
    case .isPaused: return openly(.mark(.isPaused))
    case .ownQuietHours: return openly(.mark(.hasQuietHours))
    case .objectionStands(.topic):
      return use.activity?.topic == nil ? .constant(false) : openly(.mark(.hasObjections))
    case .pointIsMissing, .pointIsBounced, .pointComplainedOfSpam, .pointIsVerified,
      .channelIsUnwanted, .wishedFrequencyIsReached:
      return reach(feature)
    default: return consent(feature)
    }
  }

  private mutating func reach(_ feature: Feature) -> Test {
    let channel = use.channel
    switch feature {
    case .pointIsMissing: return bit(.reach(.isMissing, channel))
    case .pointIsBounced: return bit(.reach(.isBounced, channel))
    case .pointComplainedOfSpam: return bit(.reach(.complainedOfSpam, channel))
    case .pointIsVerified: return bit(.reach(.isVerified, channel))
    case .channelIsUnwanted: return bit(.reach(.isUnwanted, channel))
    default: return openly(.reach(.wishIsReached, channel))
    }
  }

  private mutating func unwantedTopic() -> Test {
    guard let topic = use.activity?.topic else { return .constant(false) }
    guard let index = columns.layout.form.topics.firstIndex(of: topic) else {
      return openly(.mark(.hasTopicWishes))
    }
    return bit(.unwantedTopic(index))
  }

  /// What the consents say; a standing that no row has answers nothing.
  private mutating func consent(_ feature: Feature) -> Test {
    let wanted: Outline.Standing
    switch feature {
    case .consentHolds: wanted = .holds
    case .refusalStands(isWithdrawal: true): wanted = .isWithdrawn
    case .refusalStands(isWithdrawal: false): wanted = .isRefused
    case .consentIsMissing: wanted = .isMissing
    case .consentFails(let flaw): wanted = .fails(flaw)
    case .objectionStands(.directMarketing): wanted = .objectsToMarketing
    case .objectionStands(.purpose): wanted = .objectsToPurpose
    case .objectionStands(.channel): wanted = .objectsToChannel
    case .privacyControlStands: wanted = .privacyControl
    case .optOutIsUsed:
      wanted = .optedOut
      isOptOutAsked = true
    default:
      isOpen = true
      return .constant(false)
    }
    var standings: UInt64 = 0
    for (number, standing) in columns.standings.enumerated()
    where number != Int(Cell.open) && standing.contains(wanted) {
      standings |= 1 << UInt64(number)
    }
    let test = ConsentTest(
      standings: standings, holding: wanted == .holds, ended: wanted == .fails(.expired))
    return standings == 0 && !test.holding && !test.ended ? .constant(false) : .consent(test)
  }

  /// The first day on which a consent given is still in force.
  var firstDayOfConsent: UInt16 {
    guard let span = purpose.consent.expiresAfter else { return Cell.firstDay }
    return firstDay(from: Cell.firstDay, to: Cell.dayMask + 1) {
      !span.hasEnded(at: at, since: $0, in: zone)
    }
  }

  // MARK: Purchases and contracts

  private mutating func agreement() -> Test {
    open.append(bit(.mark(.hasOpenPromise)))
    let customer = bit(.mark(.isCustomer))
    guard let retention = purpose.retention else { return customer }
    let test = ended(
      retention.keepFor, since: retention.after == .endOfBookYear ? .endOfBookYear : .lastPurchase)
    return .all([customer, .not(test)])
  }

  private mutating func bought(_ names: [String], within span: Span) -> Test {
    guard span.unit != .hours else { return openly(.mark(.isCustomer)) }
    let lines = names.compactMap { name in
      columns.layout.form.lines.firstIndex(of: name).flatMap { UInt8(exactly: $0 + 1) }
    }
    return .bought(
      lines: lines,
      from: firstDay { !span.hasEnded(at: at, since: $0, in: zone) })
  }

  private mutating func ended(_ span: Span, since anchor: Purpose.Retention.Anchor) -> Test {
    guard span.unit != .hours else {
      isOpen = true
      return .constant(false)
    }
    let days: DayColumn
    switch anchor {
    case .lastActivity: days = .activity
    case .lastPurchase, .endOfBookYear: days = .purchase
    case .consent:
      guard let index = columns.layout.purposesWithConsentDay.firstIndex(of: purpose.id) else {
        isOpen = true
        return .constant(false)
      }
      days = .consent(index)
    }
    let first = firstDay { moment in
      !span.hasEnded(
        at: at, since: anchor == .endOfBookYear ? endOfYear(moment) : moment, in: zone)
    }
    return first == 0 ? .constant(false) : .before(first, in: days)
  }

  private func endOfYear(_ moment: Timestamp) -> Timestamp {
    let year = zone.day(of: moment).year
    return Day(year: year, month: 12, day: 31).map { zone.start(of: $0) } ?? moment
  }

  /// The first day of which something is true that stays true for all later days.
  private func firstDay(
    from first: UInt16 = 0, to last: UInt16 = Cell.noDay, _ isTrue: (Timestamp) -> Bool
  ) -> UInt16 {
    var (low, high) = (first, last)
    while low < high {
      let middle = low + (high - low) / 2
      if isTrue(zone.start(of: Day(number: Int32(middle)))) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  // MARK: Messages

  private mutating func sent(_ channels: ChannelSet, _ limit: Int, _ span: Span) -> Test {
    let window = span.windowMilliseconds
    let count = columns.layout.form.counts.firstIndex {
      $0.channels == channels && $0.limit == limit && $0.window == window
    }
    guard let count else {
      // A limit of none is always reached, and never ends.
      isOpen = true
      return .constant(false)
    }
    let hour = Columns.hour(of: at.advanced(by: -window)) - columns.firstHour + 1
    guard hour > 0, hour < Int64(UInt16.max) else {
      isOpen = true
      return .constant(false)
    }
    open.append(.sentWithin(count: count, hour: UInt16(hour)))
    return .sent(count: count, from: UInt16(hour) + 1)
  }
}
