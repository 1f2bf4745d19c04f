extension Evaluation {
  /// A message that counts against a cap: the first of those that are the same send.
  struct Send {
    let at: Timestamp
    /// The side it is known on, and its index among that side's messages.
    let place: Int
    let index: Int
  }

  /// Within this time the same activity to the same point is the same send.
  private static let sameSend: Int64 = 7 * 86_400_000

  /// The marketing messages of all senders in the rolling window, oldest first.
  ///
  /// A send answered by a bounce is released; a send exactly a window ago no longer counts.
  func sends(over channels: ChannelSet, within window: Int64) -> [Send] {
    var sends: [Send] = []
    forEachSend(over: channels, within: window) { send in
      sends.append(send)
      return true
    }
    sends.sort { one, other in
      one.at == other.at ? fact(of: one) < fact(of: other) : one.at < other.at
    }
    return sends
  }

  /// Whether that many messages stand in the rolling window.
  func isReached(_ limit: Int, over channels: ChannelSet, within window: Int64) -> Bool {
    guard limit > 0 else { return true }
    var count = 0
    forEachSend(over: channels, within: window) { _ in
      count += 1
      return count < limit
    }
    return count >= limit
  }

  /// Visits the sends that count, the latest of each side first, as long as `body` says so.
  private func forEachSend(
    over channels: ChannelSet, within window: Int64, _ body: (Send) -> Bool
  ) {
    let after = at.advanced(by: -window)
    var seen: Set<FactID> = []
    for place in sides.indices {
      let side = sides[place]
      let contacts = side.history.contacts.entries
      var index = side.history.contacts.count(at: at)
      while index > 0, contacts[index - 1].at > after {
        index -= 1
        guard counts(contacts[index].value.value, over: channels),
          isFirst(index, of: side, over: channels), !isReleased(index, of: side, over: channels)
        else { continue }
        let send = Send(at: contacts[index].at, place: place, index: index)
        // Several sides may hear of the same one.
        if sides.count > 1, !seen.insert(fact(of: send)).inserted { continue }
        if !body(send) { return }
      }
    }
  }

  /// The fact a send comes from.
  func fact(of send: Send) -> FactID {
    let side = sides[send.place]
    return side.history.facts[Int(side.history.contacts.entries[send.index].fact)]
  }

  private func counts(_ contact: Contact, over channels: ChannelSet) -> Bool {
    channels.contains(contact.channel) && gate.isMarketing(contact.purpose)
  }

  /// Whether two messages can be the same send: what is unknown is not the same.
  private func isSame(_ one: Pointed<Contact>, _ other: Pointed<Contact>) -> Bool {
    guard one.value.activity != nil, one.value.activity == other.value.activity,
      one.value.channel == other.value.channel
    else { return false }
    // On a channel without contact points it is always the same one.
    return one.value.channel.pointType == nil
      || one.point.index != nil && one.point.index == other.point.index
  }

  /// Whether no earlier send of less than seven days before began the group this one belongs to.
  private func isFirst(_ index: Int, of side: Profile.Side, over channels: ChannelSet) -> Bool {
    let entries = side.history.contacts.entries
    let start = groupStart(index, entries, over: channels, from: index)
    guard let earlier = start else { return true }
    // An earlier one may itself belong to a group before it: follow the chain from its beginning.
    var first: Timestamp?
    for other in entries[earlier..<index]
    where isSame(other.value, entries[index].value) && counts(other.value.value, over: channels) {
      if first.map({ other.at >= $0.advanced(by: Self.sameSend) }) ?? true { first = other.at }
    }
    return first.map { entries[index].at >= $0.advanced(by: Self.sameSend) } ?? true
  }

  /// The earliest send that is linked to this one by steps of less than seven days.
  private func groupStart(
    _ index: Int, _ entries: [Dated<Pointed<Contact>>], over channels: ChannelSet, from last: Int
  ) -> Int? {
    var linked: Int?
    var edge = entries[last].at
    var before = last
    while before > 0, entries[before - 1].at > edge.advanced(by: -Self.sameSend) {
      before -= 1
      if isSame(entries[before].value, entries[index].value),
        counts(entries[before].value.value, over: channels)
      {
        linked = before
        edge = entries[before].at
      }
    }
    return linked
  }

  /// Whether the send, or one that is the same, was answered by a bounce.
  private func isReleased(_ index: Int, of side: Profile.Side, over channels: ChannelSet) -> Bool {
    guard presence.contains(.returns) else { return false }
    let entries = side.history.contacts.entries(at: at)
    let first = entries[index]
    let end = first.at.advanced(by: Self.sameSend)
    let group = entries[index...].filter { other in
      other.fact == first.fact
        || other.at < end && isSame(first.value, other.value)
          && counts(other.value.value, over: channels)
    }.map { side.history.facts[Int($0.fact)] }
    return sides.contains { answering in
      answering.history.returns.entries(at: at).contains { response in
        response.value.kind.isBounce
          && correspondence.answered(by: response.value).contains { group.contains($0.fact) }
      }
    }
  }

  /// When fewer than `max` of these sends stand in the window; `nil` when that never comes.
  func end(of sends: [Send], max: Int, window: Int64) -> Timestamp? {
    guard max > 0, sends.count >= max else { return nil }
    return sends[sends.count - max].at.advanced(by: window)
  }

  // MARK: Wishes

  /// The latest preferences of each side that touch a field; more than one at the same moment.
  private func latest<Value>(_ field: (RecordedPreference) -> Value?) -> [(
    value: Value, fact: FactID
  )] {
    var found: [(value: Value, fact: FactID)] = []
    guard !presence.isDisjoint(with: .preferences) else { return found }
    for side in sides {
      let preferences = side.history.preferences.entries
      var moment: Timestamp?
      for index in (0..<side.history.preferences.count(at: at)).reversed() {
        if let moment, preferences[index].at < moment { break }
        guard let value = field(preferences[index].value) else { continue }
        moment = preferences[index].at
        found.append((value, side.history.facts[Int(preferences[index].fact)]))
      }
    }
    return found
  }

  func unwantedTopic() -> FactID? {
    guard let topic = use.activity?.topic else { return nil }
    return latest { $0.wants(topic) }.first { !$0.value }?.fact
  }

  /// Processing without contact goes over no channel that a person could choose.
  func unwantedChannel() -> FactID? {
    guard use.channel != .none else { return nil }
    return latest { $0.preference.channels }.first { wish in
      if case .set(let channels) = wish.value { return !channels.contains(use.channel) }
      return false
    }?.fact
  }

  func pauseEnd() -> (end: Timestamp, fact: FactID)? {
    let ends = latest { $0.preference.pausedUntil }.compactMap {
      wish -> (end: Timestamp, fact: FactID)? in
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
    latest { $0.preference.frequency[use.channel] }.compactMap { wish in
      let sends = sends(
        over: ChannelSet([use.channel]), within: wish.value.window.milliseconds)
      return sends.count >= wish.value.count ? (wish.value, sends) : nil
    }
  }

  /// The frequencies the person wishes on the channel, each with how many messages stand in it.
  func wishes() -> [(wish: Frequency, sent: Int)] {
    latest { $0.preference.frequency[use.channel] }.map { wish in
      let sends = sends(
        over: ChannelSet([use.channel]), within: wish.value.window.milliseconds)
      return (wish.value, sends.count)
    }
  }

  // MARK: Quiet hours

  /// The person's own clocks: the latest known zone, of the subject's sides first.
  ///
  /// Of equal moments each of them; empty when none is known, and the controller's counts.
  func findOwnZones() -> [ZoneRules] {
    guard presence.contains(.zones) else { return [] }
    let own = latestZones(of: subjectSides ?? sides)
    return own.isEmpty && sides.count > 1 ? latestZones(of: sides) : own
  }

  private func latestZones(of sides: [Profile.Side]) -> [ZoneRules] {
    var latest: Timestamp?
    var found: [ZoneRules] = []
    for side in sides {
      let attributes = side.history.attributes
      guard let place = attributes.latest("timeZone", at: at)?.at else { continue }
      let zones = attributes.latestValues("timeZone", at: at)
        .compactMap { $0.flatMap { gate.zones[$0] } }
      guard !zones.isEmpty, latest.map({ $0 <= place }) ?? true else { continue }
      found = latest == place ? found + zones : zones
      latest = place
    }
    return found
  }

  func ownQuietHours() -> [QuietHours] {
    latest { $0.preference.quietHours }.compactMap { wish in
      if case .set(let hours) = wish.value { return hours }
      return nil
    }
  }

  func isQuiet(_ hours: QuietHours) -> Bool {
    ownZones.isEmpty
      ? hours.contains(timeOfDay: timeOfDay) : ownZones.contains { isQuiet(hours, in: $0) }
  }

  private func isQuiet(_ hours: QuietHours, in zone: ZoneRules) -> Bool {
    zone.isDaily(hours.from, to: hours.to, at: at)
  }

  /// When the quiet hours that hold now end by the last clock to show it.
  func quietEnd(_ hours: QuietHours) -> Timestamp {
    let zones = ownZones.isEmpty ? [gate.zone] : ownZones
    return zones.filter { isQuiet(hours, in: $0) }
      .map { $0.end(ofDaily: hours.from, to: hours.to, at: at) }.max() ?? at
  }
}
