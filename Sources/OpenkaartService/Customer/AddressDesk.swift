public import OpenkaartCore

/// Changes the e-mail address of a customer who is in.
///
/// The owner of the new address has to confirm it; the owner of the old one is told at once and can
/// take it back for a week. The new address becomes a side of the person by a merge, which a split
/// takes back exactly. An address that another customer has joins nobody.
///
/// - SeeAlso: OWASP ASVS 5.0, 7.5.1; GDPR 16.
public struct AddressDesk: Sendable {
  public let desk: Desk
  private let store: any ErasureStore & MailOutbox
  private let links: PersonalLinks
  private let sender: String?
  /// What links in mails begin with.
  private let address: @Sendable () -> String

  /// - Parameters:
  ///   - desk: Who people are, and where it is told.
  ///   - store: Who is kept out, and where mail is put; the store of the desk.
  ///   - links: What seals the links.
  ///   - sender: The sender's address; the controller's from the policy if `nil`.
  ///   - address: Where the pages are; asked when it is needed.
  public init(
    desk: Desk, over store: any ErasureStore & MailOutbox, links: PersonalLinks, sender: String?,
    address: @escaping @Sendable () -> String
  ) {
    self.desk = desk
    self.store = store
    self.links = links
    self.sender = sender
    self.address = address
  }

  /// What came of a link.
  public enum Outcome: Hashable, Sendable {
    case done
    /// It was taken back before.
    case stopped
    /// The address is another customer's, or of somebody who was erased.
    case taken
  }

  // MARK: Asking

  /// Mails both addresses; nothing changes until the new one confirms.
  ///
  /// Who asks learns nothing of the new address: it gets a mail in any case.
  ///
  /// - Parameters:
  ///   - new: The new address.
  ///   - old: The address so far.
  ///   - yes: What goes along.
  ///   - visitor: Who asks.
  ///   - language: The language of the mails.
  /// - Returns: Whether mail can be sent: somebody has to be named as its sender.
  /// - Throws: ``DeskError``, ``StoreError``.
  public func ask(
    for new: Identifier, insteadOf old: Identifier, _ yes: [AddressChange.Yes],
    by visitor: Reception.Visitor, in language: Language
  ) async throws -> Bool {
    let now = desk.now
    let gate = try await desk.policies.gate(at: now)
    let controller = gate.policy.controller
    guard let from = MailAddress(sender ?? controller.contact.email ?? "", name: controller.name),
      let (toNew, toOld) = MailAddress(new.value).flatMap({ new in
        MailAddress(old.value).map { (new, $0) }
      })
    else { return false }
    let change = AddressChange(
      subject: visitor.identifier, old: old, new: new, at: now, yes: yes)
    let letters = AddressLetters(company: controller.name, language: language)
    let isTaken = try await isTaken(change)
    let contact = controller.contact.email ?? controller.contact.phone ?? controller.name
    let first =
      isTaken ? letters.taken(contact) : letters.confirmation(url(change, .addressChange, language))
    let end = Self.end(of: change)
    let second = letters.notice(
      PersonalLink.masked(new), until: gate.zone.dayText(of: end, in: language),
      undo: url(change, .addressUndo, language))
    try await store.put(first.message(from: from, to: toNew, at: now).outgoing)
    try await store.put(second.message(from: from, to: toOld, at: now).outgoing)
    return true
  }

  private func url(
    _ change: AddressChange, _ kind: SealedToken.Kind, _ language: Language
  ) -> String {
    let isUndo = kind == .addressUndo
    let end = isUndo ? Self.end(of: change) : change.at.advanced(by: AddressChange.life)
    let token = links.seal.seal(change.texts, as: kind, until: end)
    return "\(address())/address/\(isUndo ? "undo/" : "")\(token)?lang=\(language.rawValue)"
  }

  /// When a change can no longer be taken back: a week after it can have been confirmed.
  private static func end(of change: AddressChange) -> Timestamp {
    change.at.advanced(by: AddressChange.life + AddressHistory.coolingOff)
  }

  /// The change that a link confirms; `nil` for a link that opens nothing.
  public func change(confirmedBy token: some StringProtocol) -> AddressChange? {
    links.seal.open(token, as: .addressChange, at: desk.now).flatMap(AddressChange.init(texts:))
  }

  /// The change that a link takes back; `nil` for a link that opens nothing.
  public func change(undoneBy token: some StringProtocol) -> AddressChange? {
    links.seal.open(token, as: .addressUndo, at: desk.now).flatMap(AddressChange.init(texts:))
  }

  // MARK: Confirming

  /// Carries a change out; it holds when this returns, and doing it twice is doing it once.
  public func confirm(_ change: AddressChange) async throws -> Outcome {
    let known = try await desk.store.facts(about: [change.subject])
    guard !known.facts.isEmpty else { return .taken }
    guard !known.facts.contains(where: { $0.stops(change) }) else { return .stopped }
    guard try await !isTaken(change) else { return .taken }
    guard !known.facts.contains(where: { $0.id == Self.id(change, "merged") }) else { return .done }
    try await desk.store.append(facts(of: change))
    return .done
  }

  /// Whether the new address is that of somebody else, or of somebody who was erased; who was parted
  /// from the customer is nobody else.
  private func isTaken(_ change: AddressChange) async throws -> Bool {
    guard try await store.suppressed([change.new]).isEmpty else { return true }
    guard let holder = try await desk.store.customer(of: [change.new]) else { return false }
    let own = try await desk.store.customer(of: [change.subject])
    return holder != own
  }

  /// What is told when a change holds, each a millisecond after the one before and the last now.
  private func facts(of change: AddressChange) -> [Fact] {
    let (now, point) = (desk.now, change.new.value)
    var told: [(name: String, subject: Identifier, content: FactContent)] = [
      ("verified", change.new, .verified(contactPoint: point, channel: .email)),
      (
        "withdrew", change.subject,
        .withdrew(Refusal(purpose: nil, channel: .email, contactPoint: change.old.value))
      ),
      ("merged", change.subject, .merged(with: [change.new], evidence: AddressHistory.changed)),
    ]
    for (place, yes) in change.yes.enumerated() {
      let consent = Consent(
        purpose: yes.purpose, channel: .email, contactPoint: point, notice: yes.notice,
        method: .doubleOptIn, isExplicit: yes.isExplicit)
      told.append(("yes-\(place)", change.new, .consented(consent)))
    }
    for (place, yes) in change.yes.enumerated() {
      let confirmation = Confirmation(
        purpose: yes.purpose, channel: .email, contactPoint: point)
      told.append(("sure-\(place)", change.new, .confirmed(confirmation)))
    }
    let count = told.count
    return told.enumerated().map { place, told in
      Fact(
        id: Self.id(change, told.name), subject: [told.subject],
        occurredAt: now.advanced(by: Int64(place + 1 - count)), recordedAt: now,
        content: told.content, unknownFields: told.name == "merged" ? [Self.old(change)] : [])
    }
  }

  private static func id(_ change: AddressChange, _ part: String) -> FactID {
    FactID(source: Desk.customerPage, id: "\(change.name)-\(part)")
  }

  private static func old(_ change: AddressChange) -> Node.Member {
    let nowhere = Position(line: 1, column: 1)
    return Node.Member(
      key: AddressHistory.field, keyPosition: nowhere,
      value: Node(.string(change.old.value), at: nowhere))
  }

  // MARK: Taking back

  /// Takes a change back, or keeps it from being confirmed; doing it twice is doing it once.
  ///
  /// Nothing is sent to the new address any more, and it shows nothing of the customer.
  public func undo(_ change: AddressChange, ending sessions: Reception) async throws {
    let now = desk.now
    let known = try await desk.store.facts(about: [change.subject])
    guard !known.facts.isEmpty, !known.facts.contains(where: { $0.stops(change) }) else { return }
    var facts = [
      Fact(
        id: Self.id(change, "stopped"), subject: [change.subject], occurredAt: now, recordedAt: now,
        content: .signalled(signal: AddressHistory.stopped, value: change.name))
    ]
    // The new address is named only where it was joined: who stopped it before gets no new address.
    if known.facts.contains(where: { $0.id == Self.id(change, "merged") }) {
      facts += [
        Fact(
          id: Self.id(change, "split"), subject: [change.subject], occurredAt: now, recordedAt: now,
          content: .split(with: [change.new], evidence: AddressHistory.undone),
          unknownFields: [Self.old(change)]),
        Fact(
          id: Self.id(change, "left"), subject: [change.new], occurredAt: now, recordedAt: now,
          content: .withdrew(Refusal(purpose: nil, channel: nil))),
      ]
    }
    try await desk.store.append(facts)
    try await sessions.endAll(about: change.new)
  }
}

extension Fact {
  /// Whether this stops a change of address.
  fileprivate func stops(_ change: AddressChange) -> Bool {
    content == .signalled(signal: AddressHistory.stopped, value: change.name)
  }
}
