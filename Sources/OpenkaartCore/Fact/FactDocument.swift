extension Fact {
  /// Writes this fact in the shape of the public format, so that ``FactReader`` reads it back.
  ///
  /// Equal facts give equal bytes, whatever the order in which a dictionary holds its entries.
  public func document(to json: inout JSONWriter) {
    json.beginObject()
    statement(to: &json)
    json.key("recordedAt")
    json.string(recordedAt.rfc3339())
    json.endObject()
  }

  /// Writes the members of the document but `recordedAt`: what the fact says, whenever it was told.
  ///
  /// With the invoice apart it leaves out what ``Purchase/invoice(to:)`` writes.
  package func statement(to json: inout JSONWriter, isInvoiceApart: Bool = false) {
    json.field("id", id.id)
    json.field("source", id.source)
    json.field("kind", content.kind.rawValue)
    json.field("occurredAt", occurredAt.rfc3339())
    json.field("subject", subject)
    if case .purchased(let purchase) = content {
      if !isInvoiceApart { purchase.invoice(to: &json) }
      purchase.rest(to: &json)
    } else {
      content.document(to: &json)
    }
    for member in unknownFields { json.field(member) }
  }

  /// Whether both say the same, whenever they were told.
  public func saysTheSame(as other: Fact) -> Bool {
    guard id == other.id, occurredAt == other.occurredAt, subject == other.subject,
      content.kind == other.content.kind
    else { return false }
    var (one, two) = (JSONWriter(), JSONWriter())
    statement(to: &one)
    other.statement(to: &two)
    return one.bytes == two.bytes
  }
}

extension Purchase {
  /// Writes what tax law asks to be kept: the order, who sold, the lines and their amounts.
  ///
  /// - SeeAlso: AWR 52; BW 2:10.
  package func invoice(to json: inout JSONWriter) {
    json.field("order", order)
    json.field("entity", entity)
    json.lines(lines)
  }

  /// Writes what is left when the invoice is apart.
  fileprivate func rest(to json: inout JSONWriter) {
    json.field("saleKind", saleKind?.rawValue)
    json.field("optOutOffered", optOutOffered)
  }
}

extension FactContent {
  fileprivate func document(to json: inout JSONWriter) {
    switch self {
    case .described(let description): description.document(to: &json)
    case .purchased: break
    case .returned(let goods):
      json.field("order", goods.order)
      json.lines(goods.lines)
    case .behaved(let event, let properties):
      json.field("event", event)
      json.key("properties")
      json.object { json in
        for property in properties { json.field(property) }
      }
    case .contacted(let contact), .used(let contact): contact.document(to: &json)
    case .responded(let response):
      json.field("to", response.contact)
      json.field("response", response.kind.rawValue)
    case .promised(let promise):
      json.field("promise", promise.promise)
      json.field("what", promise.what)
      json.field("due", promise.due?.rfc3339())
    case .promiseKept(let name), .promiseBroken(let name), .promiseMadeGood(let name):
      json.field("promise", name)
    case .complained(let name, let about):
      json.field("case", name)
      json.field("about", about)
    case .complaintResolved(let name), .requestClosed(let name): json.field("case", name)
    case .affectedByBreach(let name), .breachClosed(let name): json.field("breach", name)
    case .answered(let question, let answer):
      json.field("question", question)
      json.field("answer", answer)
    default: choices(to: &json)
    }
  }

  /// The kinds about consent, wishes and rights, and those of registers.
  private func choices(to json: inout JSONWriter) {
    switch self {
    case .consented(let consent): consent.document(to: &json)
    case .refused(let no), .withdrew(let no): json.scope(no.purpose, no.channel, no.contactPoint)
    case .confirmed(let yes): json.scope(yes.purpose, yes.channel, yes.contactPoint)
    case .objected(let objection):
      json.field("scope", objection.scope.rawValue)
      json.scope(objection.purpose, objection.channel, objection.contactPoint)
      json.field("topic", objection.topic)
    case .restricted(let ground), .restrictionLifted(let ground): json.field("ground", ground)
    case .preferred(let preference): preference.document(to: &json)
    case .requested(let name, let right):
      json.field("case", name)
      json.field("right", right.rawValue)
    case .guardianLinked(let guardian):
      if !guardian.isEmpty { json.field("guardian", guardian) }
    case .listed(let listing): listing.document(to: &json)
    case .verified(let point, let channel): json.scope(nil, channel, point)
    default: system(to: &json)
    }
  }

  private func system(to json: inout JSONWriter) {
    switch self {
    case .decided(let outcome): json.field("outcome", outcome)
    case .erased(let scope, let kept):
      if case .categories(let categories) = scope { json.field("scope", categories) }
      if !kept.isEmpty { json.field("kept", kept) }
    case .merged(let others, let evidence), .split(let others, let evidence):
      json.field("with", others)
      json.field("evidence", evidence)
    case .signalled(let signal, let value):
      json.field("signal", signal)
      json.field("value", value)
    default: break
    }
  }
}
