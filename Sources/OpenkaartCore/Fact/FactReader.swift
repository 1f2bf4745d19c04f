/// Reads facts from JSON or YAML, in the shape of the public format.
public struct FactReader: Sendable {
  /// The source of a fact that names none; `nil` makes the field required.
  public var defaultSource: String?
  /// Whether kinds that only Openkaart writes may be read, as when replaying.
  public var acceptsSystemFacts: Bool
  /// When facts are recorded that do not say; `nil` takes `occurredAt`, as a scenario does.
  public var recordedAt: Timestamp?
  /// Whether a fact may say itself when it was recorded, as when replaying.
  public var acceptsRecordedAt: Bool

  /// Whether documents were written by ``Fact/document(to:)``: nothing is masked, nothing put in its
  /// normal form, so that a fact stays as it was when the rules for new ones change.
  private var isStored = false

  public init(
    defaultSource: String? = nil, acceptsSystemFacts: Bool = false, recordedAt: Timestamp? = nil,
    acceptsRecordedAt: Bool = true
  ) {
    self.defaultSource = defaultSource
    self.acceptsSystemFacts = acceptsSystemFacts
    self.recordedAt = recordedAt
    self.acceptsRecordedAt = acceptsRecordedAt
  }

  /// Reads what ``Fact/document(to:)`` wrote, exactly as it was.
  package static let stored: FactReader = {
    var reader = FactReader(acceptsSystemFacts: true, acceptsRecordedAt: true)
    reader.isStored = true
    return reader
  }()

  /// A fact, and what was left out of it.
  public struct Reading: Sendable {
    public let fact: Fact
    public let maskedCitizenNumbers: Int
    /// Identifiers and contact points that stand for nobody, such as `n.v.t.`.
    public let placeholders: Int

    package init(fact: Fact, maskedCitizenNumbers: Int, placeholders: Int) {
      self.fact = fact
      self.maskedCitizenNumbers = maskedCitizenNumbers
      self.placeholders = placeholders
    }
  }

  /// Reads one fact.
  ///
  /// - Parameters:
  ///   - node: The document.
  ///   - defaultID: The id of a fact that names none; `nil` makes the field required.
  /// - Returns: The fact, and how much was left out of it.
  /// - Throws: ``DocumentError`` naming the field, where it stands and how to mend it.
  public func reading(of node: Node, defaultID: String? = nil) throws(DocumentError) -> Reading {
    var masked = 0
    let document = isStored ? node : FreeText.masked(node, counting: &masked)
    var fields = try Fields(
      document, of: LocalizedText(nl: "Een feit", en: "A fact"), isStored: isStored)
    let kind = try kind(&fields)
    guard let source = try fields.text("source") ?? defaultSource else {
      throw fields.missing(
        "source",
        LocalizedText(
          nl: "zeg welk systeem dit vertelt, bijvoorbeeld `crm`",
          en: "say which system tells this, for example `crm`"))
    }
    guard let id = try fields.text("id") ?? defaultID else {
      throw fields.missing(
        "id",
        LocalizedText(
          nl: "geef elk feit van een bron een eigen id, zodat het één keer wordt opgenomen",
          en: "give each fact of a source its own id, so it is taken in once"))
    }
    let subject = try fields.subject(
      LocalizedText(
        nl: "noem de persoon, bijvoorbeeld {\"customerNumber\": \"1001\"}",
        en: "name the person, for example {\"customerNumber\": \"1001\"}"))
    guard let occurredAt = try fields.moment("occurredAt") else {
      throw fields.missing(
        "occurredAt",
        LocalizedText(
          nl: "zeg wanneer het gebeurde, als 2026-11-01T10:00:00+01:00",
          en: "say when it happened, as 2026-11-01T10:00:00+01:00"))
    }
    var recorded = recordedAt ?? occurredAt
    if let told = try fields.moment("recordedAt") {
      guard acceptsRecordedAt else { throw systemOnly(.field("recordedAt"), "is", fields.node) }
      recorded = told
    }
    let content = try content(of: kind, from: &fields)
    let fact = Fact(
      id: FactID(source: source, id: id), subject: subject, occurredAt: occurredAt,
      recordedAt: recorded, content: content, unknownFields: fields.unread)
    return Reading(
      fact: fact, maskedCitizenNumbers: masked, placeholders: fields.placeholders)
  }

  private func kind(_ fields: inout Fields) throws(DocumentError) -> FactKind {
    guard let kind = try fields.word("kind", as: FactKind.self) else {
      throw fields.missing(
        "kind",
        LocalizedText(
          nl: "zeg wat er gebeurde, bijvoorbeeld `purchased`",
          en: "say what happened, for example `purchased`"))
    }
    guard acceptsSystemFacts || !kind.isWrittenBySystem else {
      throw systemOnly(
        LocalizedText(
          nl: "Feiten van soort `\(kind.rawValue)`", en: "Facts of kind `\(kind.rawValue)`"),
        "are", fields.node)
    }
    return kind
  }

  private func systemOnly(_ what: LocalizedText, _ verb: String, _ node: Node) -> DocumentError {
    DocumentError(
      code: "fact.systemOnly",
      message: LocalizedText(
        nl: "\(what.nl) schrijft Openkaart zelf; laat dit weg.",
        en: "\(what.en) \(verb) written by Openkaart itself; leave it out."),
      at: node.position)
  }

  private func content(
    of kind: FactKind, from fields: inout Fields
  ) throws(DocumentError) -> FactContent {
    switch kind {
    case .described: try .described(Description(reading: &fields))
    case .purchased: try .purchased(Purchase(reading: &fields))
    case .returned:
      try .returned(Return(order: fields.text("order"), lines: Purchase.lines(&fields)))
    case .behaved:
      try .behaved(
        event: fields.requiredText(
          "event",
          LocalizedText(
            nl: "noem wat de persoon deed",
            en: "name what the person did")),
        properties: fields.object("properties") ?? [])
    case .contacted: try .contacted(Contact(reading: &fields))
    case .used: try .used(Contact(reading: &fields))
    case .responded: try .responded(Response(reading: &fields))
    case .complained: try .complained(case: fields.text("case"), about: fields.text("about"))
    case .complaintResolved: try .complaintResolved(case: fields.text("case"))
    case .promised:
      try .promised(
        Promise(
          promise: fields.text("promise"), what: fields.text("what"), due: fields.moment("due")))
    case .promiseKept: try .promiseKept(promise: fields.text("promise"))
    case .promiseBroken: try .promiseBroken(promise: fields.text("promise"))
    case .promiseMadeGood: try .promiseMadeGood(promise: fields.text("promise"))
    case .answered:
      try .answered(
        question: fields.requiredText(
          "question", LocalizedText(nl: "noem de vraag", en: "name the question")),
        answer: fields.requiredText(
          "answer",
          LocalizedText(
            nl: "geef het antwoord",
            en: "give the answer")))
    case .merged: try .merged(with: others(&fields), evidence: fields.text("evidence"))
    case .split: try .split(with: others(&fields), evidence: fields.text("evidence"))
    default: try answer(of: kind, from: &fields)
    }
  }

  /// The kinds about consent, wishes and rights, and those of registers.
  private func answer(
    of kind: FactKind, from fields: inout Fields
  ) throws(DocumentError) -> FactContent {
    switch kind {
    case .consented: return try .consented(Consent(reading: &fields))
    case .refused: return try .refused(Refusal(reading: &fields))
    case .withdrew: return try .withdrew(Refusal(reading: &fields))
    case .confirmed: return try .confirmed(Confirmation(reading: &fields))
    case .objected: return try .objected(Objection(reading: &fields))
    case .restricted: return try .restricted(ground: fields.text("ground"))
    case .restrictionLifted: return try .restrictionLifted(ground: fields.text("ground"))
    case .preferred: return try .preferred(Preference(reading: &fields))
    case .requested:
      guard let right = try fields.word("right", as: Right.self) else {
        throw fields.missing(
          "right",
          LocalizedText(
            nl: "zeg welk recht, bijvoorbeeld `access`",
            en: "say which right, for example `access`"))
      }
      return try .requested(case: fields.text("case"), right: right)
    case .requestClosed: return try .requestClosed(case: fields.text("case"))
    case .affectedByBreach: return try .affectedByBreach(breach: fields.text("breach"))
    case .breachClosed: return try .breachClosed(breach: fields.text("breach"))
    case .guardianLinked:
      return try .guardianLinked(guardian: fields.identifiers("guardian") ?? [])
    case .listed: return try .listed(Listing(reading: &fields))
    case .verified:
      let channel = try fields.word("channel", as: Channel.self)
      return try .verified(
        contactPoint: fields.contactPoint("contactPoint", on: channel), channel: channel)
    case .decided: return try .decided(outcome: fields.text("outcome"))
    case .erased: return try .erased(scope: erasureScope(&fields), kept: kept(&fields))
    case .signalled:
      return try .signalled(
        signal: fields.requiredText(
          "signal",
          LocalizedText(
            nl: "noem het signaal: gpc, tcf of gpp",
            en: "name the signal: gpc, tcf or gpp")),
        value: fields.requiredText(
          "value",
          LocalizedText(
            nl: "geef de waarde van het signaal",
            en: "give the value of the signal")))
    default: return .deceased
    }
  }

  private func others(_ fields: inout Fields) throws(DocumentError) -> [Identifier] {
    guard let others = try fields.identifiers("with"), !others.isEmpty else {
      throw fields.missing(
        "with",
        LocalizedText(
          nl: "noem de ander, bijvoorbeeld {\"customerNumber\": \"2\"}",
          en: "name the other person, for example {\"customerNumber\": \"2\"}"))
    }
    return others
  }

  private func erasureScope(_ fields: inout Fields) throws(DocumentError) -> ErasureScope {
    guard let node = fields.value("scope"), case .array = node.content else { return .everything }
    return .categories(try fields.texts("scope") ?? [])
  }

  private func kept(_ fields: inout Fields) throws(DocumentError) -> [String] {
    guard let node = fields.value("kept") else { return [] }
    if case .array = node.content { return try fields.texts("kept") ?? [] }
    if case .string(let text) = node.content { return [text] }
    if case .object(let members) = node.content { return members.map(\.key) }
    return []
  }
}
