public import OpenkaartCore

/// A change of e-mail address that waits until the owner of the new address confirms it; it is kept
/// in the links of two mails alone.
public struct AddressChange: Hashable, Sendable {
  /// By what the customer is known, whatever their address.
  let subject: Identifier
  public let old: Identifier
  public let new: Identifier
  /// When it was asked for.
  public let at: Timestamp
  /// Its own name, by which it is stopped and carried out once.
  let name: String
  /// What the customer says yes to at the new address.
  public let yes: [Yes]

  /// A yes that goes along: to a purpose, on having read a notice.
  public struct Yes: Hashable, Sendable {
    public let purpose: String
    public let notice: NoticeReference
    public let isExplicit: Bool

    public init(purpose: String, notice: NoticeReference, isExplicit: Bool) {
      self.purpose = purpose
      self.notice = notice
      self.isExplicit = isExplicit
    }
  }

  /// How long the new address has to confirm, in milliseconds: a day.
  static let life: Int64 = 86_400_000

  init(
    subject: Identifier, old: Identifier, new: Identifier, at: Timestamp, yes: [Yes]
  ) {
    self.subject = subject
    self.old = old
    self.new = new
    self.at = at
    self.yes = yes
    name = CustomerID.random().text
  }

  // MARK: In a token

  var texts: [String] {
    [subject.type.name, subject.value, old.value, new.value, "\(at.milliseconds)", name]
      + yes.flatMap { [$0.purpose, $0.notice.text, $0.isExplicit ? "explicit" : ""] }
  }

  init?(texts: [String]) {
    guard texts.count >= 6, texts.count % 3 == 0,
      let subject = Identifier(IdentifierType(texts[0]), texts[1]),
      let old = Identifier(.email, texts[2]), let new = Identifier(.email, texts[3]),
      let at = Int64(texts[4])
    else { return nil }
    (self.subject, self.old, self.new) = (subject, old, new)
    self.at = Timestamp(milliseconds: at)
    name = texts[5]
    let rest = Array(texts[6...])
    yes = stride(from: 0, to: rest.count, by: 3).compactMap { place in
      NoticeReference(parsing: rest[place + 1]).map {
        Yes(purpose: rest[place], notice: $0, isExplicit: rest[place + 2] == "explicit")
      }
    }
    guard yes.count * 3 == rest.count else { return nil }
  }
}
