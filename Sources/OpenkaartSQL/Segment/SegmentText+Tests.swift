import OpenkaartCore
import OpenkaartSegments

extension SegmentText {
  /// What is true when a test holds, false when not, and nothing when it is not known.
  mutating func text(_ test: SegmentTest) -> String {
    switch test {
    case .bought(let line, let times, let cents, let span):
      return bought(line, times, cents, within: span)
    case .did(let event, let property, let times, let span):
      return did(event, property, times, within: span)
    case .attribute(let name, let test): return attribute(name, test)
    case .age(let bound): return age(bound)
    case .topic(let topic, let isWanted): return wish("topic", topic, isWanted)
    case .channel(let channel, let isWanted): return wish("channel", channel.rawValue, isWanted)
    case .consent(let purpose, let channel, let state):
      let found = column(
        "MAX(CASE WHEN purpose = \(literal(purpose)) AND channel = \(literal(channel.rawValue)) "
          + "THEN state END)", of: .consents)
      return "(\(found) = \(literal(state.rawValue)))"
    case .recency(let isWithin, let span):
      let recent = count("purchase", where: [window(span)])
      guard !isWithin else { return "(\(recent) > 0)" }
      return "(\(count("purchase", where: [])) > 0 AND \(recent) = 0)"
    case .frequency(let bound, let span):
      return compare(count("on_day", where: [window(span)]), bound)
    case .monetary(let bound, let span): return compare(paid(where: [window(span)]), bound)
    }
  }

  private func compare(_ number: String, _ bound: Bound) -> String {
    let sign =
      switch bound.kind {
      case .atLeast: ">="
      case .atMost: "<="
      case .exactly: "="
      }
    return "(\(number) \(sign) \(bound.value))"
  }

  // MARK: Purchases

  private mutating func bought(
    _ line: String?, _ times: Bound?, _ cents: Bound?, within span: Span?
  ) -> String {
    let conditions = [line.map { "product_line = \(literal($0))" }, window(span)]
    var parts = [compare(count("purchase", where: conditions), times ?? .once)]
    if let cents { parts.append(compare(paid(where: conditions), cents)) }
    return SQLText.all(parts)
  }

  /// How many different ones there are.
  private mutating func count(_ what: String, where conditions: [String?]) -> String {
    let condition = SQLText.all(conditions.compactMap(\.self))
    let found = column("COUNT(DISTINCT CASE WHEN \(condition) THEN \(what) END)", of: .purchases)
    return "COALESCE(\(found), 0)"
  }

  private mutating func paid(where conditions: [String?]) -> String {
    let condition = SQLText.all(["remaining > 0"] + conditions.compactMap(\.self))
    let found = column(
      "SUM(CASE WHEN \(condition) THEN CAST(remaining AS DECIMAL(38, 0)) * price END)",
      of: .purchases)
    return "COALESCE(\(found), 0)"
  }

  // MARK: Behaviour

  private mutating func did(
    _ event: String, _ property: SegmentTest.Property?, _ times: Bound, within span: Span?
  ) -> String {
    var conditions = ["event = \(literal(event))", window(span)].compactMap(\.self)
    if let property {
      if !properties.contains(property) { properties.append(property) }
      conditions += ["name = \(literal(property.name))", "told = \(literal(property.value))"]
    }
    let found = column(
      "COUNT(DISTINCT CASE WHEN \(SQLText.all(conditions)) THEN behaviour END)", of: .behaviours)
    return compare("COALESCE(\(found), 0)", times)
  }

  // MARK: Attributes

  private mutating func attribute(_ name: String, _ test: SegmentTest.AttributeTest) -> String {
    if !attributeNames.contains(name) { attributeNames.append(name) }
    let first = "name = \(literal(name)) AND place = 1"
    func word(_ what: String, _ text: inout SegmentText) -> String {
      text.column("MAX(CASE WHEN \(first) THEN \(what) END)", of: .attributes)
    }
    switch test {
    case .isOneOf(let values):
      let told = word("told", &self)
      let literals = values.compactMap { dialect.literal($0) }
      guard !literals.isEmpty else { return "(\(told) <> \(told))" }
      return "(\(told) IN (\(literals.joined(separator: ", "))))"
    case .before(let day): return "(\(word("told_day", &self)) < \(day.number))"
    case .since(let day): return "(\(word("told_day", &self)) >= \(day.number))"
    case .number(let bound): return compare(word("told_number", &self), bound)
    case .isKnown: return "(\(word("told", &self)) IS NOT NULL)"
    }
  }

  private mutating func age(_ bound: Bound) -> String {
    if !attributeNames.contains("birthDate") { attributeNames.append("birthDate") }
    let birth = column(
      "MAX(CASE WHEN name = 'birthDate' AND happened_at = last_at THEN told_day END)",
      of: .attributes)
    let years = Int(min(bound.value, 10_000))
    let isOldEnough = "\(birth) <= \(lastBirth(ofAge: years))"
    let isYounger = "\(birth) > \(lastBirth(ofAge: years + 1))"
    let holds =
      switch bound.kind {
      case .atLeast: isOldEnough
      case .atMost: isYounger
      case .exactly: "(\(isOldEnough) AND \(isYounger))"
      }
    let today = zone.day(of: moment).number
    return "(CASE WHEN \(birth) <= \(today) THEN \(holds) END)"
  }

  /// The last day on which somebody was born who is so old today.
  private func lastBirth(ofAge years: Int) -> Int32 {
    let today = zone.day(of: moment)
    return firstDay { $0.adding(months: 12 * years) > today } - 1
  }

  // MARK: Wishes

  private mutating func wish(_ kind: String, _ name: String, _ isWanted: Bool) -> String {
    let found = column(
      "MAX(CASE WHEN kind = '\(kind)' AND name = \(literal(name)) "
        + "THEN CASE WHEN is_wanted THEN 1 ELSE 0 END END)", of: .wishes)
    // To want and to reject are both to have said so.
    return "COALESCE(\(found) = \(isWanted ? 1 : 0), FALSE)"
  }

  // MARK: Time

  /// What is true of rows within a span.
  ///
  /// Days and months end at the end of a day, so the day of a row says all.
  private func window(_ span: Span?) -> String? {
    guard let span else { return nil }
    if span.unit == .hours { return "happened_at > \(now - span.windowMilliseconds)" }
    let first = firstDay { !span.hasEnded(at: moment, since: zone.start(of: $0), in: zone) }
    return "on_day >= \(first)"
  }

  /// The first day of which something is true that stays true for all later days; at the latest the
  /// day after tomorrow.
  private func firstDay(_ isTrue: (Day) -> Bool) -> Int32 {
    var (low, high) = (Day.first.number, zone.day(of: moment).number + 2)
    while low < high {
      let middle = low + (high - low) / 2
      if isTrue(Day(number: middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
