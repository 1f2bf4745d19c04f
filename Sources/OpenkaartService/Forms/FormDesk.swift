public import OpenkaartCore

/// Takes in what people fill in: every yes with its proof, and nothing that a stranger could have
/// written in another's name.
///
/// What somebody types about an address counts only when the owner of the address confirms it by
/// mail. Until then a yes permits nothing, and what else they typed is kept nowhere but in the link.
/// A phone number is kept apart from the address: nobody checked that both are of one person, and
/// whoever types another's number must not become one with them.
public struct FormDesk: Sendable {
  public let desk: Desk
  private let links: PersonalLinks
  private let outbox: any MailOutbox
  private let sender: String?
  /// What links in mails begin with.
  private let address: @Sendable () -> String

  public init(
    desk: Desk, links: PersonalLinks, outbox: any MailOutbox, sender: String?,
    address: @escaping @Sendable () -> String
  ) {
    self.desk = desk
    self.links = links
    self.outbox = outbox
    self.sender = sender
    self.address = address
  }

  /// What became of a form.
  public enum Outcome: Hashable, Sendable {
    /// It counts now.
    case inForce
    /// It counts when the mail that was sent is confirmed.
    case toConfirm
    /// No mail can be sent: neither the policy nor the configuration names a sender.
    case noSender
  }

  /// The sheet of a form of the policy in force; `nil` when there is none of this id.
  public func sheet(_ id: String) async throws -> (sheet: FormSheet, gate: Gate)? {
    let now = desk.now
    let gate = try await desk.policies.gate(at: now)
    guard let form = gate.policy.forms.first(where: { $0.id == id }),
      let sheet = FormSheet(form, in: gate.policy, on: gate.zone.day(of: now))
    else { return nil }
    return (sheet, gate)
  }

  /// Every form of the policy in force that people can fill in, in its order.
  public func sheets() async throws -> (sheets: [FormSheet], gate: Gate) {
    let now = desk.now
    let gate = try await desk.policies.gate(at: now)
    let today = gate.zone.day(of: now)
    return (gate.policy.forms.compactMap { FormSheet($0, in: gate.policy, on: today) }, gate)
  }

  /// What somebody who came by a link told before: the fields that are not asked again.
  ///
  /// - Returns: Names of fields, never what stands in them.
  public func known(of link: PersonalLink, in sheet: FormSheet) async throws -> Set<String> {
    let subject = [link.point]
    guard let customer = try await desk.customer(of: subject, by: "form"),
      let card = try await desk.card(of: customer, about: subject, purpose: "form", by: "form")
    else { return [link.point.type.name] }
    let told = Set(card.attributes.map(\.name) + card.identifiers.map(\.type.name))
    return told.union([link.point.type.name])
  }

  /// Takes in answers.
  ///
  /// - Parameters:
  ///   - answers: What was filled in.
  ///   - sheet: The form.
  ///   - language: In which language it was shown.
  ///   - isRecognised: Whether the person came by a link from a mail to the contact point. A link
  ///     can be passed on, so a purpose that asks for two steps is confirmed by mail all the same.
  ///   - isSignedIn: Whether the person is in, by a mail to this contact point: that is the second
  ///     step.
  ///   - isMailed: Whether a mail may go out; who sends the same form twice gets one.
  /// - Returns: Whether the answers count now.
  /// - Throws: ``StoreError`` or ``DeskError``; then nothing counts.
  public func take(
    _ answers: FormAnswers, to sheet: FormSheet, in language: Language, isRecognised: Bool,
    isSignedIn: Bool = false, isMailed: Bool = true
  ) async throws -> Outcome {
    let now = desk.now
    guard let email = answers.identifiers.first(where: { $0.type == .email }) else {
      try await append(
        statements(
          answers.yes.map(PendingForm.Yes.init), answers.attributes, about: nil,
          phone: answers.identifiers.first), form: sheet.id, language, at: now)
      return .inForce
    }
    let form = PendingForm(answers, email: email, form: sheet.id, language: language, at: now)
    let isAskedTwice = answers.yes.contains(where: \.purpose.consent.isDoubleOptIn)
    if isSignedIn || isRecognised && !isAskedTwice {
      // A confirmation has to come after its consent.
      try await append(
        statements(form.yes, form.attributes, about: email, phone: form.phone), form: sheet.id,
        language, at: now.advanced(by: isSignedIn ? -1 : 0))
      if isSignedIn {
        try await append(confirmations(form.yes, form), form: sheet.id, language, at: now)
      }
      return .inForce
    }
    let gate = try await desk.policies.gate(at: now)
    guard let from = senderAddress(gate.policy), let to = MailAddress(email.value) else {
      return .noSender
    }
    try await append(
      form.yes.filter { $0.channel == .email }.map {
        Statement(subject: email, content: $0.consent(at: email, method: .doubleOptIn))
      }, form: sheet.id, language, at: now)
    guard isMailed else { return .toConfirm }
    let token = links.seal.seal(
      form.texts, as: .confirmation, until: now.advanced(by: PendingForm.lifetime))
    let letter = ConfirmationLetter(
      asks: answers.yes, company: gate.policy.controller.name, language: language,
      url: "\(address())/confirm/\(token)?lang=\(language.rawValue)"
    ).letter
    try await outbox.put(letter.message(from: from, to: to, at: now).outgoing)
    return .toConfirm
  }

  /// The form that waits for this confirmation; `nil` for a token that opens nothing.
  public func pending(_ token: some StringProtocol) -> PendingForm? {
    links.seal.open(token, as: .confirmation, at: desk.now).flatMap(PendingForm.init(texts:))
  }

  /// Confirms a form: it counts when this returns, and doing it twice is doing it once.
  public func confirm(_ form: PendingForm, token: String) async throws {
    let now = desk.now
    let name = links.seal.name(of: "confirm.\(token)")
    let byMail = form.yes.filter { $0.channel == .email }
    let others = form.yes.filter { $0.channel != .email }
    let told = statements(others, form.attributes, about: form.email, phone: form.phone)
    try await append(told, form: form.form, form.language, at: form.at, named: "\(name)-a")
    let confirmed = confirmations(byMail + others, form)
    let verified = Statement(
      subject: form.email, content: .verified(contactPoint: form.email.value, channel: .email))
    try await append(
      confirmed + [verified], form: form.form, form.language, at: now, named: "\(name)-b")
  }

  /// The token of a link to the choices of a contact point.
  public func choices(of point: Identifier, purpose: String) -> String {
    links.token(of: PersonalLink(point: point, channel: .email, purpose: purpose), at: desk.now)
  }

  private func senderAddress(_ policy: Policy) -> MailAddress? {
    (sender ?? policy.controller.contact.email).flatMap {
      MailAddress($0, name: policy.controller.name)
    }
  }

  private func confirmations(_ yes: [PendingForm.Yes], _ form: PendingForm) -> [Statement] {
    yes.map { yes in
      Statement(
        subject: yes.subject(form.email, form.phone),
        content: .confirmed(
          Confirmation(
            purpose: yes.purpose, channel: yes.channel,
            contactPoint: yes.point(form.email, form.phone)?.value)))
    }
  }

  /// Something said about one contact point.
  private struct Statement {
    let subject: Identifier
    let content: FactContent
  }

  private func statements(
    _ yes: [PendingForm.Yes], _ attributes: [Description.Attribute], about email: Identifier?,
    phone: Identifier?
  ) -> [Statement] {
    guard let subject = email ?? phone else { return [] }
    var statements = yes.map { yes in
      Statement(
        subject: yes.subject(subject, phone),
        content: yes.consent(at: yes.point(email, phone), method: .form))
    }
    let described = Description(attributes: attributes)
    if !attributes.isEmpty {
      statements.append(Statement(subject: subject, content: .described(described)))
    }
    return statements
  }

  private func append(
    _ statements: [Statement], form: String, _ language: Language, at moment: Timestamp,
    named name: String = CustomerID.random().text
  ) async throws {
    guard !statements.isEmpty else { return }
    // In which language the notice was read belongs to the proof.
    let nowhere = Position(line: 1, column: 1)
    let shown = Node.Member(
      key: "noticeLanguage", keyPosition: nowhere,
      value: Node(.string(language.rawValue), at: nowhere))
    let now = desk.now
    try await desk.store.append(
      statements.enumerated().map { place, statement in
        Fact(
          id: FactID(source: "form:\(form)", id: "\(name)-\(place)"),
          subject: [statement.subject], occurredAt: moment, recordedAt: now,
          content: statement.content, unknownFields: [shown])
      })
  }
}

extension PendingForm.Yes {
  /// The contact point it is about, where its channel has one.
  fileprivate func point(_ email: Identifier?, _ phone: Identifier?) -> Identifier? {
    switch channel.pointType {
    case .email?: email
    case .phone?: phone
    default: nil
    }
  }

  fileprivate func subject(_ email: Identifier, _ phone: Identifier?) -> Identifier {
    point(email, phone) ?? email
  }

  fileprivate func consent(at point: Identifier?, method: Consent.Method) -> FactContent {
    .consented(
      Consent(
        purpose: purpose, channel: channel, contactPoint: point?.value, notice: notice,
        method: method, isExplicit: isExplicit))
  }
}
