extension Description {
  init(reading fields: inout Fields) throws(DocumentError) {
    let identifiers = try fields.identifiers("identifiers") ?? []
    var attributes: [Attribute] = []
    for member in try fields.object("attributes") ?? [] {
      attributes.append(try Self.attribute(member))
    }
    self.init(identifiers: identifiers, attributes: attributes)
  }

  private static func attribute(_ member: Node.Member) throws(DocumentError) -> Attribute {
    let value: String?
    switch member.value.content {
    case .null: value = nil
    case .string(let text), .number(let text): value = text
    case .bool(let bool): value = bool ? "true" : "false"
    case .array, .object:
      throw Fields.wrong(
        member.key, member.value,
        expected: LocalizedText(
          nl: "tekst, een getal, true of false",
          en: "text, a number, true or false"))
    }
    switch member.key {
    case "birthDate":
      if let value, Day(iso: value) == nil {
        throw Fields.wrong(member.key, member.value, expected: .day(such: "1990-05-31"))
      }
    case "personType":
      if value != nil { _ = try Fields.word(member.value, for: member.key, as: PersonType.self) }
    case "isOver16":
      if let value, value != "true", value != "false" {
        throw Fields.wrong(member.key, member.value, expected: .trueOrFalse)
      }
    default: break
    }
    return Attribute(member.key, value)
  }
}

extension Purchase {
  init(reading fields: inout Fields) throws(DocumentError) {
    try self.init(
      order: fields.text("order"), entity: fields.text("entity"), lines: Self.lines(&fields),
      saleKind: fields.word("saleKind"), optOutOffered: fields.bool("optOutOffered"))
  }

  /// The lines of a purchase or return.
  static func lines(_ fields: inout Fields) throws(DocumentError) -> [Line] {
    var lines: [Line] = []
    for node in try fields.list("lines") ?? [] {
      var line = try Fields(node, of: LocalizedText(nl: "Een orderregel", en: "An order line"))
      let amounts: ClosedRange<Int64> = -1_000_000_000_000_000...1_000_000_000_000_000
      lines.append(
        Line(
          product: try line.text("product"), productLine: try line.text("productLine"),
          quantity: try line.integer("quantity", in: 0...1_000_000_000) ?? 1,
          priceCents: try line.integer("priceCents", in: amounts)))
    }
    return lines
  }
}

extension Contact {
  init(reading fields: inout Fields) throws(DocumentError) {
    guard let channel = try fields.word("channel", as: Channel.self) else {
      throw fields.missing(
        "channel",
        LocalizedText(
          nl: "zeg hoe er contact was, bijvoorbeeld `email`",
          en: "say how the person was contacted, for example `email`"))
    }
    try self.init(
      channel: channel, purpose: fields.text("purpose"), activity: fields.text("activity"),
      contactPoint: fields.contactPoint("contactPoint", on: channel),
      sender: fields.text("sender"))
  }
}

extension Response {
  init(reading fields: inout Fields) throws(DocumentError) {
    let contact = try fields.requiredText(
      "to",
      LocalizedText(
        nl: "noem het id van het `contacted`-feit waarop dit het antwoord is",
        en: "name the id of the contacted fact it answers"))
    guard let kind = try fields.word("response", as: Kind.self) else {
      throw fields.missing(
        "response",
        LocalizedText(
          nl: "zeg wat er terugkwam, bijvoorbeeld `opened`",
          en: "say what came back, for example `opened`"))
    }
    self.init(to: contact, kind)
  }
}

extension Consent {
  init(reading fields: inout Fields) throws(DocumentError) {
    let purpose = try fields.requiredText(
      "purpose",
      LocalizedText(
        nl: "een toestemming is voor één doel",
        en: "a consent is for one purpose"))
    guard let channel = try fields.word("channel", as: Channel.self) else {
      throw fields.missing(
        "channel",
        LocalizedText(
          nl: "een toestemming is voor één kanaal; `none` zonder contact",
          en: "a consent is for one channel; `none` without contact"))
    }
    try self.init(
      purpose: purpose, channel: channel,
      contactPoint: fields.contactPoint("contactPoint", on: channel),
      // What cannot be read names no notice that exists, so the consent stays unproven.
      notice: fields.text("notice").map {
        NoticeReference(parsing: $0) ?? NoticeReference(id: $0, version: "")
      },
      method: fields.word("method"), isExplicit: fields.bool("explicit") ?? false,
      isByGuardian: fields.bool("byGuardian") ?? false)
  }
}

extension Refusal {
  init(reading fields: inout Fields) throws(DocumentError) {
    let channel = try fields.word("channel", as: Channel.self)
    try self.init(
      purpose: fields.text("purpose"), channel: channel,
      contactPoint: fields.contactPoint("contactPoint", on: channel))
    // A no needs no proof; how it reached us changes nothing.
    _ = try fields.text("method")
    _ = try fields.text("notice")
  }
}

extension Confirmation {
  init(reading fields: inout Fields) throws(DocumentError) {
    let purpose = try fields.requiredText(
      "purpose",
      LocalizedText(
        nl: "zeg welke toestemming dit bevestigt",
        en: "say which consent this confirms"))
    guard let channel = try fields.word("channel", as: Channel.self) else {
      throw fields.missing(
        "channel",
        LocalizedText(
          nl: "zeg welke toestemming dit bevestigt",
          en: "say which consent this confirms"))
    }
    try self.init(
      purpose: purpose, channel: channel,
      contactPoint: fields.contactPoint("contactPoint", on: channel))
  }
}

extension Objection {
  init(reading fields: inout Fields) throws(DocumentError) {
    guard let scope = try fields.word("scope", as: Scope.self) else {
      throw fields.missing(
        "scope",
        LocalizedText(
          nl: "zeg waartegen: directMarketing, purpose, channel of topic",
          en: "say to what: directMarketing, purpose, channel or topic"))
    }
    let channel = try fields.word("channel", as: Channel.self)
    try self.init(
      scope: scope, purpose: fields.text("purpose"), channel: channel,
      topic: fields.text("topic"),
      contactPoint: fields.contactPoint("contactPoint", on: channel))
  }
}

extension Listing {
  init(reading fields: inout Fields) throws(DocumentError) {
    guard let register = try fields.word("register", as: Register.self) else {
      throw fields.missing(
        "register",
        LocalizedText(
          nl: "zeg welk register: postfilter of overledenen",
          en: "say which register: postfilter or overledenen"))
    }
    try self.init(
      register: register, sectors: fields.texts("sectors") ?? [],
      validFrom: fields.day("validFrom"), validUntil: fields.day("validUntil"))
  }
}

extension Preference {
  init(reading fields: inout Fields) throws(DocumentError) {
    var topics: [String: Bool] = [:]
    for member in try fields.object("topics") ?? [] {
      guard case .bool(let isWanted) = member.value.content else {
        throw Fields.wrong(member.key, member.value, expected: .trueOrFalse)
      }
      topics[member.key] = isWanted
    }
    var frequency: [Channel: Frequency] = [:]
    for member in try fields.object("frequency") ?? [] {
      guard let channel = Channel(rawValue: member.key),
        case .string(let text) = member.value.content,
        let wished = Frequency(parsing: text)
      else {
        throw Fields.wrong(
          "frequency", member.value,
          expected: LocalizedText(
            nl: "per kanaal, zoals \"2/week\",",
            en: "per channel, such as \"2/week\""))
      }
      frequency[channel] = wished
    }
    try self.init(
      topics: topics, frequency: frequency, quietHours: Self.quietHours(&fields),
      channels: Self.channels(&fields), pausedUntil: Self.pause(&fields),
      method: fields.word("method"))
  }

  private static func quietHours(_ fields: inout Fields) throws(DocumentError)
    -> Setting<QuietHours>?
  {
    guard let node = fields.valueOrNull("quietHours") else { return nil }
    guard node.content != .null else { return .cleared }
    guard case .array(let ends) = node.content, ends.count == 2,
      case .string(let from) = ends[0].content, let start = TimeOfDay(parsing: from),
      case .string(let to) = ends[1].content, let end = TimeOfDay(parsing: to), start != end
    else {
      throw Fields.wrong(
        "quietHours", node,
        expected: LocalizedText(
          nl: "een lijst van twee tijden die verschillen, zoals [\"21:00\", \"09:00\"],",
          en: "two different times, such as [\"21:00\", \"09:00\"]"))
    }
    return .set(QuietHours(from: start, to: end))
  }

  private static func channels(_ fields: inout Fields) throws(DocumentError)
    -> Setting<[Channel]>?
  {
    guard let node = fields.valueOrNull("channels") else { return nil }
    guard node.content != .null else { return .cleared }
    var channels: [Channel] = []
    for item in try fields.list("channels") ?? [] {
      channels.append(try Fields.word(item, for: "channels"))
    }
    return .set(channels)
  }

  private static func pause(_ fields: inout Fields) throws(DocumentError) -> Setting<PauseEnd>? {
    guard let node = fields.valueOrNull("pausedUntil") else { return nil }
    guard node.content != .null else { return .cleared }
    if case .string(let text) = node.content {
      if let moment = Timestamp(rfc3339: text) { return .set(.moment(moment)) }
      if let day = Day(iso: text) { return .set(.day(day)) }
    }
    throw Fields.wrong(
      "pausedUntil", node,
      expected: LocalizedText(
        nl: "een dag of een moment, zoals 2026-12-01,",
        en: "a day or a moment, such as 2026-12-01"))
  }
}
