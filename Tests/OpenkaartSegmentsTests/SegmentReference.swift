import OpenkaartCore
import OpenkaartSegments

@testable import OpenkaartCoreTests

/// A slow second reading of Documentation/segments.md; it shares nothing with the first but the values.
///
/// `nil` is not known.
struct SegmentReference {
  let world: ReferenceWorld
  let subject: [Identifier]
  let policy: Policy
  let zone: ReferenceZone
  let at: Timestamp

  init(_ world: RandomCase, at moment: Timestamp) {
    self.world = ReferenceWorld(
      facts: world.facts, knownAt: min(world.use.at ?? world.now, world.now),
      subject: world.use.subject)
    subject = world.use.subject
    policy = world.policy
    guard let zone = ReferenceZones.usual[world.policy.controller.timeZone] else {
      fatalError("no zone")
    }
    self.zone = zone
    at = moment
  }

  func holds(_ condition: SegmentCondition) -> Bool? {
    switch condition {
    case .test(let test): return holds(test)
    case .not(let inner): return holds(inner).map { !$0 }
    case .all(let parts):
      var isSure = true
      for part in parts {
        switch holds(part) {
        case .some(false): return false
        case .none: isSure = false
        case .some(true): continue
        }
      }
      return isSure ? true : nil
    case .any(let parts): return holds(.not(.all(parts.map { .not($0) }))).map { $0 }
    }
  }

  /// What was told of the person themselves, and has happened.
  private var own: [ReferenceEntry] {
    world.person(subject, at: at).entries.filter { !$0.isHeard }
  }

  private func isRecent(_ entry: ReferenceEntry, _ span: Span?) -> Bool {
    span.map { at < zone.end(of: $0, from: entry.place) } ?? true
  }

  private func compare(_ bound: Bound, _ number: Int64) -> Bool {
    switch bound.kind {
    case .atLeast: number >= bound.value
    case .atMost: number <= bound.value
    case .exactly: number == bound.value
    }
  }

  private func holds(_ test: SegmentTest) -> Bool? {
    switch test {
    case .bought(let line, let times, let cents, let span):
      let sales = kept(line).filter { isRecent($0.entry, span) }
      let isOften = times.map { compare($0, Int64(sales.count)) } ?? !sales.isEmpty
      return isOften && cents.map { compare($0, sales.reduce(0) { $0 + $1.cents }) } ?? true
    case .did(let event, let property, let times, let span):
      let done = own.filter { entry in
        guard case .behaved(event, let properties) = entry.content else { return false }
        return isRecent(entry, span)
          && property.map { asked in
            properties.contains { $0.key == asked.name && $0.value.content == .string(asked.value) }
          } ?? true
      }
      return compare(times, Int64(done.count))
    case .attribute(let name, let test): return attribute(name, test)
    case .age(let bound): return age(bound)
    case .topic(let topic, let isWanted): return wish { $0.topics[topic] } == isWanted
    case .channel(let channel, let isWanted):
      return wish { wish in
        if case .set(let channels)? = wish.channels { channels.contains(channel) } else { nil }
      } == isWanted
    case .consent(let purpose, let channel, let state):
      return consent(purpose, channel) == state
    case .recency(let isWithin, let span):
      guard let last = kept(nil).last else { return false }
      return isRecent(last.entry, span) == isWithin
    case .frequency(let bound, let span):
      let days = Set(
        kept(nil).filter { isRecent($0.entry, span) }.map { zone.day(of: $0.entry.place) })
      return compare(bound, Int64(days.count))
    case .monetary(let bound, let span):
      let sales = kept(nil).filter { isRecent($0.entry, span) }
      return compare(bound, sales.reduce(0) { $0 + $1.cents })
    }
  }

  /// The purchases with what is left of them, line by line and piece by piece.
  private func kept(_ line: String?) -> [(entry: ReferenceEntry, cents: Int64)] {
    // What came back, piece by piece: an order and a product, or a line where none is named.
    var back: [String] = []
    for entry in own {
      guard case .returned(let goods) = entry.content, let order = goods.order else { continue }
      for line in goods.lines {
        for _ in 0..<line.quantity { back.append(Self.name(line, order)) }
      }
    }
    var kept: [(entry: ReferenceEntry, cents: Int64)] = []
    for entry in own {
      guard case .purchased(let purchase) = entry.content else { continue }
      var (left, cents): (Int, Int64) = (0, 0)
      for sold in purchase.lines {
        for _ in 0..<sold.quantity {
          if let order = purchase.order, let place = back.firstIndex(of: Self.name(sold, order)) {
            back.remove(at: place)
          } else if line == nil || sold.productLine == line {
            left += 1
            cents += sold.priceCents ?? 0
          }
        }
      }
      if left > 0 || purchase.lines.isEmpty && line == nil { kept.append((entry, cents)) }
    }
    return kept
  }

  private static func name(_ line: Purchase.Line, _ order: String) -> String {
    "\(order)/" + (line.product.map { "product \($0)" } ?? "line \(line.productLine ?? "-")")
  }

  private func words(_ name: String) -> [String?] {
    let told = own.flatMap { entry -> [(Timestamp, String?)] in
      guard case .described(let description) = entry.content else { return [] }
      return description.attributes.filter { $0.name == name }.map { (entry.place, $0.value) }
    }
    guard let latest = told.map(\.0).max() else { return [] }
    return told.filter { $0.0 == latest }.map(\.1)
  }

  private func attribute(_ name: String, _ test: SegmentTest.AttributeTest) -> Bool? {
    let words = words(name)
    let value = words.contains(nil) ? nil : words.compactMap(\.self).sorted().first
    if test == .isKnown { return value != nil }
    guard let value else { return nil }
    switch test {
    case .isOneOf(let values): return values.contains(value)
    case .before(let day):
      return ReferenceDays.number(iso: value).map { $0 < Int(day.number) }
    case .since(let day):
      return ReferenceDays.number(iso: value).map { $0 >= Int(day.number) }
    case .number(let bound): return Int64(value).map { compare(bound, $0) }
    case .isKnown: return true
    }
  }

  private func age(_ bound: Bound) -> Bool? {
    let births = words("birthDate").compactMap { $0.flatMap(ReferenceDays.number(iso:)) }
    let today = zone.day(of: at)
    guard let birth = births.max(), birth <= today else { return nil }
    var years = 0
    while ReferenceDays.adding(months: 12 * (years + 1), to: birth) <= today { years += 1 }
    return compare(bound, Int64(years))
  }

  private func wish(_ field: (Preference) -> Bool?) -> Bool? {
    var told: [(Timestamp, Bool)] = []
    for entry in own {
      if case .preferred(let wish) = entry.content, let answer = field(wish) {
        told.append((entry.place, answer))
      }
    }
    guard let latest = told.map(\.0).max() else { return nil }
    return told.filter { $0.0 == latest }.allSatisfy(\.1)
  }

  /// Asks the reference of the gate about a purpose that rests on consent alone.
  ///
  /// Of the person, and not of an address by which they were found: a segment holds people.
  private func consent(_ purpose: String, _ channel: Channel) -> ConsentState {
    var policy = policy
    for index in policy.purposes.indices { policy.purposes[index].bases = [.consent] }
    let asked = ReferenceCase(
      use: Use(subject: [], purpose: purpose, channel: channel, at: at), policy: policy,
      person: world.person(subject, at: at), zones: .usual, at: at)
    let codes = Set(asked.findings().map(\.code))
    if codes.contains(.basisConsent) { return .given }
    if codes.contains(.consentWithdrawn) { return .withdrawn }
    if codes.contains(.consentRefused) { return .refused }
    if codes.contains(.consentExpired) { return .expired }
    if codes.contains(.consentUnconfirmed) { return .unconfirmed }
    return codes.contains(.consentMissing) ? .missing : .invalid
  }
}
