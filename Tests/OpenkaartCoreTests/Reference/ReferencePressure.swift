import OpenkaartCore

/// Caps on messages, and the person's own.
extension ReferenceCase {
  /// A message, or several facts that are the same one.
  private struct Group {
    let first: ReferenceSend
    var sends: [ReferenceSend]
  }

  // "A cap counts `contacted` facts of marketing purposes (a missing or unknown purpose counts), of all
  // senders." "`contacted` and `used` facts with a channel of the rule."
  private func sends(over channels: [Channel]) -> [ReferenceSend] {
    entries.compactMap { entry in
      let contact: Contact
      switch entry.content {
      case .contacted(let sent), .used(let sent): contact = sent
      default: return nil
      }
      guard isNamed(contact.channel, in: channels) else { return nil }
      let purpose = policy.purposes.first { $0.id == contact.purpose }
      guard purpose?.isMarketing ?? true else { return nil }
      return ReferenceSend(entry: entry, contact: contact)
    }
  }

  // "Sorted by place (then id), a send with the same activity, channel and known point as an earlier one,
  // placed less than 168 h after the first of that group, is the same send."
  private func groups(over channels: [Channel]) -> [Group] {
    var groups: [Group] = []
    for send in sends(over: channels) {
      let same = groups.firstIndex { group in
        let first = group.first
        guard let activity = send.contact.activity, activity == first.contact.activity,
          send.contact.channel == first.contact.channel, send.entry.side == first.entry.side,
          let point = send.point, point == first.point
        else { return false }
        return send.entry.place.milliseconds - first.entry.place.milliseconds < 168 * 3_600_000
      }
      if let same {
        groups[same].sends.append(send)
      } else {
        groups.append(Group(first: send, sends: [send]))
      }
    }
    return groups
  }

  // "A group counts at its first; it is released when any of its sends is answered by a bounce that
  // counts."
  private func moments(over channels: [Channel]) -> [Timestamp] {
    // "A send or response that several sides hear counts once."
    var counted: Set<FactID> = []
    return groups(over: channels).filter { group in
      !responses.contains { response in
        guard response.kind == .bouncedHard || response.kind == .bouncedSoft else { return false }
        return response.sends.contains { answered in
          group.sends.contains { $0.entry.fact.id == answered.entry.fact.id }
        }
      }
    }.filter { counted.insert($0.first.entry.fact.id).inserted }.map(\.first.entry.place)
  }

  // "In (at − window, at] at most `max` − 1 may stand. The reason ends when enough have left the window."
  // "A wish of 0 never ends."
  private func wait(over channels: [Channel], max: Int, window: Int64) -> ReferenceWait? {
    guard max > 0 else { return .forever }
    let standing = moments(over: channels).filter {
      $0.milliseconds > at.milliseconds - window
    }.sorted()
    guard standing.count >= max else { return nil }
    let lastToLeave = standing[standing.count - max]
    return .until(Timestamp(milliseconds: lastToLeave.milliseconds + window))
  }

  func fullCap() -> ReferenceWait? {
    let caps = policy.rules.frequency.filter {
      isNamed(use.channel, in: $0.channels)
    }
    return .latest(
      caps.compactMap {
        wait(over: $0.channels, max: $0.max, window: referenceWindow($0.per))
      })
  }

  // "A rule without channels concerns every channel but none."
  private func isNamed(_ channel: Channel, in channels: [Channel]) -> Bool {
    channels.isEmpty ? channel != .none : channels.contains(channel)
  }

  // "`preference.frequency` counts in the same way over one channel, marketing only."
  func fullWish() -> ReferenceWait? {
    let wishes = latestPreferences { $0.frequency[use.channel] }
    return .latest(
      wishes.compactMap {
        wait(over: [use.channel], max: $0.count, window: window($0.window))
      })
  }

  private func window(_ window: Frequency.Window) -> Int64 {
    let day: Int64 = 24 * 3_600_000
    return switch window {
    case .day: day
    case .week: 7 * day
    case .month: 30 * day
    case .year: 365 * day
    }
  }
}

/// Quiet hours and preferences.
extension ReferenceCase {
  // "`preferred`: per topic, channel and field the latest counts; of equal moments all hold. Each side's
  // are taken on their own."
  private func latestPreferences<Value>(_ pick: (Preference) -> Value?) -> [Value] {
    person.sides.flatMap { side -> [Value] in
      let said = entries.compactMap { entry -> (place: Timestamp, value: Value)? in
        guard entry.side == side, case .preferred(let preference) = entry.content else {
          return nil
        }
        return pick(preference).map { (entry.place, $0) }
      }
      let latest = said.map(\.place).max()
      return said.filter { $0.place == latest }.map(\.value)
    }
  }

  private func latestSettings<Value>(
    _ pick: (Preference) -> Preference.Setting<Value>?
  ) -> [Value] {
    latestPreferences(pick).compactMap { setting in
      if case .set(let value) = setting { value } else { nil }
    }
  }

  var isTopicUnwanted: Bool {
    guard let topic = use.activity?.topic else { return false }
    return latestPreferences { $0.topics[topic] }.contains(false)
  }

  // "`channels` lists what the person wants, an absent channel gives `preference.channel`."
  var isChannelUnwanted: Bool {
    use.channel != .none && latestSettings(\.channels).contains { !$0.contains(use.channel) }
  }

  // "A `pausedUntil` that is a day ends at its start."
  func pause() -> ReferenceWait? {
    let ends = latestSettings(\.pausedUntil).map { end in
      switch end {
      case .moment(let moment): moment
      case .day(let day): zone.start(ofDay: Int(day.number))
      }
    }
    return .latest(ends.filter { at < $0 }.map { .until($0) })
  }

  // "`quiet.hours`: policy hours on its channels (none given: every channel but none), the person's own
  // on email, sms, phone and push … Both apply: the reason ends at the later of their ends."
  func quiet() -> ReferenceWait? {
    var hours: [QuietHours] = []
    if let rule = policy.rules.quietHours {
      let isOnChannel =
        rule.channels.isEmpty ? use.channel != .none : rule.channels.contains(use.channel)
      if isOnChannel { hours.append(rule.hours) }
    }
    if [.email, .sms, .phone, .push].contains(use.channel) {
      hours += latestSettings(\.quietHours)
    }
    let ends = hours.flatMap { hours in clocks.compactMap { end(of: hours, by: $0) } }
    return .latest(ends)
  }

  /// When the quiet hours that hold now end by a clock, looked for minute by minute; `nil` when none
  /// hold.
  private func end(of hours: QuietHours, by clock: ReferenceZone) -> ReferenceWait? {
    guard isQuiet(hours, clock.minute(at: at)) else { return nil }
    let minute: Int64 = 60_000
    var moment = at.milliseconds - (at.milliseconds % minute + minute) % minute
    for _ in 0..<(3 * 1440) {
      moment += minute
      if !isQuiet(hours, clock.minute(at: Timestamp(milliseconds: moment))) {
        return .until(Timestamp(milliseconds: moment))
      }
    }
    return .forever
  }

  // "May pass midnight."
  private func isQuiet(_ hours: QuietHours, _ minute: Int) -> Bool {
    let (from, to) = (hours.from.minutes, hours.to.minutes)
    return from < to ? from <= minute && minute < to : minute >= from || minute < to
  }
}
