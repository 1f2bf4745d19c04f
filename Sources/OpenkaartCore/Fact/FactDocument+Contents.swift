extension Description {
  func document(to json: inout JSONWriter) {
    if !identifiers.isEmpty { json.field("identifiers", identifiers) }
    json.key("attributes")
    json.object { json in
      for attribute in attributes {
        json.key(attribute.name)
        if let value = attribute.value { json.string(value) } else { json.null() }
      }
    }
  }
}

extension Contact {
  func document(to json: inout JSONWriter) {
    json.scope(purpose, channel, contactPoint)
    json.field("activity", activity)
    json.field("sender", sender)
  }
}

extension Consent {
  func document(to json: inout JSONWriter) {
    json.scope(purpose, channel, contactPoint)
    // A notice without version is one whose text could not be read; it is written as it came.
    json.field("notice", notice.map { $0.version.isEmpty ? $0.id : $0.text })
    json.field("method", method?.rawValue)
    if isExplicit { json.field("explicit", true) }
    if isByGuardian { json.field("byGuardian", true) }
  }
}

extension Listing {
  func document(to json: inout JSONWriter) {
    json.field("register", register.rawValue)
    if !sectors.isEmpty { json.field("sectors", sectors) }
    json.field("validFrom", validFrom?.iso)
    json.field("validUntil", validUntil?.iso)
  }
}

extension Preference {
  func document(to json: inout JSONWriter) {
    if !topics.isEmpty {
      json.key("topics")
      json.object { json in
        for topic in topics.sorted(by: { $0.key < $1.key }) { json.field(topic.key, topic.value) }
      }
    }
    if !frequency.isEmpty {
      json.key("frequency")
      json.object { json in
        for wish in frequency.sorted(by: { $0.key.index < $1.key.index }) {
          json.field(wish.key.rawValue, wish.value.text)
        }
      }
    }
    json.setting("quietHours", quietHours) { json, hours in
      json.array { json in
        json.string(hours.from.text)
        json.string(hours.to.text)
      }
    }
    json.setting("channels", channels) { json, channels in
      json.array { json in
        for channel in channels { json.string(channel.rawValue) }
      }
    }
    json.setting("pausedUntil", pausedUntil) { json, end in
      switch end {
      case .moment(let moment): json.string(moment.rfc3339())
      case .day(let day): json.string(day.iso)
      }
    }
    json.field("method", method?.rawValue)
  }
}

extension [Identifier] {
  /// Whether two are of one type, as a person may have two addresses.
  fileprivate var namesATypeTwice: Bool {
    indices.contains { index in self[..<index].contains { $0.type == self[index].type } }
  }

  /// The identifiers of each type, in the order in which the types come first.
  fileprivate var listedByType: [[Identifier]] {
    var lists: [[Identifier]] = []
    for identifier in self {
      if let place = lists.firstIndex(where: { $0[0].type == identifier.type }) {
        lists[place].append(identifier)
      } else {
        lists.append([identifier])
      }
    }
    return lists
  }
}

extension Fact {
  /// This fact with its identifiers in the order in which its document gives them back.
  package var asDocumented: Fact {
    var content = content
    switch content {
    case .described(let description) where description.identifiers.namesATypeTwice:
      content = .described(
        Description(
          identifiers: description.identifiers.listedByType.flatMap(\.self),
          attributes: description.attributes))
    case .merged(let others, let evidence) where others.namesATypeTwice:
      content = .merged(with: others.listedByType.flatMap(\.self), evidence: evidence)
    case .split(let others, let evidence) where others.namesATypeTwice:
      content = .split(with: others.listedByType.flatMap(\.self), evidence: evidence)
    default: guard subject.namesATypeTwice else { return self }
    }
    return Fact(
      id: id, subject: subject.listedByType.flatMap(\.self), occurredAt: occurredAt,
      recordedAt: recordedAt, content: content, unknownFields: unknownFields)
  }
}

extension JSONWriter {
  /// Writes a member, or nothing when it has no value.
  mutating func field(_ key: String, _ value: String?) {
    guard let value else { return }
    self.key(key)
    string(value)
  }

  mutating func field(_ key: String, _ value: Bool?) {
    guard let value else { return }
    self.key(key)
    bool(value)
  }

  mutating func field(_ key: String, _ values: [String]) {
    self.key(key)
    array { json in
      for value in values { json.string(value) }
    }
  }

  mutating func field(_ key: String, _ identifiers: [Identifier]) {
    self.key(key)
    object { json in
      guard identifiers.namesATypeTwice else {
        for identifier in identifiers { json.field(identifier.type.name, identifier.value) }
        return
      }
      for list in identifiers.listedByType {
        if list.count == 1 {
          json.field(list[0].type.name, list[0].value)
        } else {
          json.field(list[0].type.name, list.map(\.value))
        }
      }
    }
  }

  mutating func field(_ member: Node.Member) {
    key(member.key)
    node(member.value)
  }

  /// Writes what a yes, a no or a message is about.
  mutating func scope(_ purpose: String?, _ channel: Channel?, _ point: ContactPoint?) {
    field("purpose", purpose)
    field("channel", channel?.rawValue)
    field("contactPoint", point)
  }

  /// Writes a setting, `null` when it was cleared, or nothing when it was not touched.
  fileprivate mutating func setting<Value>(
    _ key: String, _ setting: Preference.Setting<Value>?,
    _ write: (inout JSONWriter, Value) -> Void
  ) {
    guard let setting else { return }
    self.key(key)
    switch setting {
    case .set(let value): write(&self, value)
    case .cleared: null()
    }
  }

  /// Writes the lines of an order.
  mutating func lines(_ lines: [Purchase.Line]) {
    key("lines")
    array { json in
      for line in lines {
        json.object { json in
          json.field("product", line.product)
          json.field("productLine", line.productLine)
          json.key("quantity")
          json.integer(line.quantity)
          if let price = line.priceCents {
            json.key("priceCents")
            json.integer(price)
          }
        }
      }
    }
  }
}
