extension Evaluation {
  /// A message that counts against a cap: the first of those that are the same send.
  struct Send {
    let at: Timestamp
    let fact: FactID
  }

  private struct Entry {
    let send: Send
    let side: Int
    let contact: Contact
    let point: Int?
  }

  /// Within this time the same activity to the same point is the same send.
  private static let sameSend: Int64 = 7 * 86_400_000

  /// The marketing messages of all senders in the rolling window, oldest first.
  ///
  /// A send answered by a bounce is released; a send exactly a window ago no longer counts.
  func sends(over channels: Set<Channel>, within window: Int64) -> [Send] {
    let after = at.advanced(by: -window)
    let entries = marketingContacts(over: channels, after: after.advanced(by: -Self.sameSend))
    var sends: [Send] = []
    for (index, entry) in entries.enumerated() where entry.send.at > after {
      guard isFirst(index, of: entries) else { continue }
      if !isReleased(index, of: entries) { sends.append(entry.send) }
    }
    return sends
  }

  /// The sends that may matter, in their one order: by place, then by id.
  ///
  /// Whether a send is the first of its group can hang on a chain of earlier ones; then all are
  /// read.
  private func marketingContacts(over channels: Set<Channel>, after: Timestamp) -> [Entry] {
    var recent = contacts(over: channels, after: after)
    let isChained = recent.contains { entry in
      entry.send.at <= after.advanced(by: Self.sameSend) && entry.contact.activity != nil
        && entry.point != nil
    }
    if isChained { recent = contacts(over: channels, after: .distantPast) }
    return recent
  }

  private func contacts(over channels: Set<Channel>, after: Timestamp) -> [Entry] {
    var entries: [Entry] = []
    for side in sides {
      let history = profile.sides[side]
      let counting = history.contacts.entries(at: at)
      var start = counting.endIndex
      while start > counting.startIndex, counting[start - 1].at > after { start -= 1 }
      for entry in counting[start...] {
        let contact = entry.value.value
        guard channels.contains(contact.channel), isMarketing(contact) else { continue }
        entries.append(
          Entry(
            send: Send(at: entry.at, fact: history.facts[Int(entry.fact)]), side: side,
            contact: contact, point: entry.value.point))
      }
    }
    guard sides.count > 1 else { return entries }
    return entries.sorted { one, other in
      one.send.at == other.send.at ? one.send.fact < other.send.fact : one.send.at < other.send.at
    }
  }

  /// A send of a missing or unknown purpose counts as marketing.
  private func isMarketing(_ contact: Contact) -> Bool {
    contact.purpose.flatMap { gate.policy.purpose($0)?.isMarketing } ?? true
  }

  private func isSame(_ one: Entry, _ other: Entry) -> Bool {
    one.side == other.side && one.point == other.point
      && one.contact.channel == other.contact.channel
      && one.contact.activity == other.contact.activity
  }

  /// Whether no earlier send of less than seven days before began the group this one belongs to.
  private func isFirst(_ index: Int, of entries: [Entry]) -> Bool {
    let entry = entries[index]
    guard entry.contact.activity != nil, entry.point != nil else { return true }
    var first: Timestamp?
    for other in entries[..<index] where isSame(other, entry) {
      if first.map({ Self.isLater(other, $0) }) ?? true { first = other.send.at }
    }
    return first.map { Self.isLater(entry, $0) } ?? true
  }

  private static func isLater(_ entry: Entry, _ first: Timestamp) -> Bool {
    entry.send.at >= first.advanced(by: sameSend)
  }

  /// Whether the send, or one that is the same, was answered by a bounce.
  private func isReleased(_ index: Int, of entries: [Entry]) -> Bool {
    let entry = entries[index]
    let history = profile.sides[entry.side]
    guard !history.returns.isEmpty else { return false }
    let isChained = entry.contact.activity != nil && entry.point != nil
    let group = entries[index...].filter { other in
      other.send.fact == entry.send.fact
        || isChained && isSame(other, entry) && !Self.isLater(other, entry.send.at)
    }
    return history.returns.entries(at: at).contains { response in
      response.value.kind.isBounce
        && history.answered(by: response.value).contains { send in
          let id = history.facts[Int(send.fact)]
          return group.contains { $0.send.fact == id }
        }
    }
  }

  /// When fewer than `max` of these sends stand in the window; `nil` when that never comes.
  func end(of sends: [Send], max: Int, window: Int64) -> Timestamp? {
    guard max > 0, sends.count >= max else { return nil }
    return sends[sends.count - max].at.advanced(by: window)
  }

  // MARK: Wishes

  /// The latest preferences of a side that touch a field; more than one at the same moment.
  private func latest<Value>(
    _ side: Int, _ field: (Preference) -> Value?
  ) -> [(value: Value, fact: FactID)] {
    var found: [(value: Value, fact: FactID)] = []
    var moment: Timestamp?
    let history = profile.sides[side]
    for entry in history.preferences.entries(at: at).reversed() {
      if let moment, entry.at < moment { break }
      guard let value = field(entry.value) else { continue }
      moment = entry.at
      found.append((value, history.facts[Int(entry.fact)]))
    }
    return found
  }

  private func latest<Value>(_ field: (Preference) -> Value?) -> [(value: Value, fact: FactID)] {
    sides.flatMap { latest($0, field) }
  }

  func unwantedTopic() -> FactID? {
    guard let topic = use.activity?.topic else { return nil }
    return latest { $0.topics[topic] }.first { !$0.value }?.fact
  }

  /// Processing without contact goes over no channel that a person could choose.
  func unwantedChannel() -> FactID? {
    guard use.channel != .none else { return nil }
    return latest { $0.channels }.first { wish in
      if case .set(let channels) = wish.value { return !channels.contains(use.channel) }
      return false
    }?.fact
  }

  func pauseEnd() -> (end: Timestamp, fact: FactID)? {
    let ends = latest { $0.pausedUntil }.compactMap { wish -> (end: Timestamp, fact: FactID)? in
      guard case .set(let pause) = wish.value else { return nil }
      switch pause {
      case .moment(let moment): return (moment, wish.fact)
      case .day(let day): return (gate.zone.start(of: day), wish.fact)
      }
    }
    return ends.filter { $0.end > at }.max { $0.end < $1.end }
  }

  /// The wished frequencies that are reached, each with the sends that reach it.
  func wishesReached() -> [(wish: Frequency, sends: [Send])] {
    latest { $0.frequency[use.channel] }.compactMap { wish in
      let sends = sends(over: [use.channel], within: wish.value.window.milliseconds)
      return sends.count >= wish.value.count ? (wish.value, sends) : nil
    }
  }

  // MARK: Quiet hours

  /// The person's own clock: the latest known zone, of the subject's side first.
  var personZone: ZoneRules {
    let others = sides.filter { $0 != profile.subjectSide }
    let ordered = sides.contains(profile.subjectSide) ? [profile.subjectSide] + others : others
    for side in ordered {
      if let name = profile.sides[side].latest("timeZone", at: at)?.value,
        let zone = gate.zones[name]
      {
        return zone
      }
    }
    return gate.zone
  }

  func ownQuietHours() -> [QuietHours] {
    latest { $0.quietHours }.compactMap { wish in
      if case .set(let hours) = wish.value { return hours }
      return nil
    }
  }

  func isQuiet(_ hours: QuietHours) -> Bool {
    personZone.isDaily(hours.from, to: hours.to, at: at)
  }

  func quietEnd(_ hours: QuietHours) -> Timestamp {
    personZone.end(ofDaily: hours.from, to: hours.to, at: at)
  }
}
