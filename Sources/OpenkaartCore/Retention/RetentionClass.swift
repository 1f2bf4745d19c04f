/// A part of what is known of a person that is kept, and erased, as one: it has its own data key.
///
/// The numbers stand in the store; never give one a second meaning.
public enum RetentionClass: UInt8, CaseIterable, Sendable {
  /// What tax law asks to be kept of a sale.
  case invoice = 1
  /// What shows that a use was lawful: answers, calls upon rights, decisions.
  case proof = 2
  case contact = 3
  case preferences = 4
  case purchases = 5
  case behaviour = 6
  case complaints = 7
  case messages = 8

  public var name: String { "\(self)" }

  /// The class of a fact; of a purchase, that of what is left without the invoice.
  public init(of kind: FactKind) {
    self =
      switch kind {
      case .consented, .refused, .withdrew, .confirmed, .objected, .restricted,
        .restrictionLifted, .requested, .requestClosed, .decided, .used, .erased:
        .proof
      case .described, .verified, .listed, .guardianLinked, .deceased, .merged, .split: .contact
      case .preferred, .answered, .signalled: .preferences
      case .purchased, .returned, .promised, .promiseKept, .promiseBroken, .promiseMadeGood:
        .purchases
      case .behaved: .behaviour
      case .complained, .complaintResolved, .affectedByBreach, .breachClosed: .complaints
      case .contacted, .responded: .messages
      }
  }

  /// The class in plain words.
  public var label: LocalizedText {
    switch self {
    case .invoice: LocalizedText(nl: "facturen", en: "invoices")
    case .proof: LocalizedText(nl: "bewijs van keuzes", en: "proof of choices")
    case .contact: LocalizedText(nl: "contactgegevens", en: "contact details")
    case .preferences: LocalizedText(nl: "voorkeuren", en: "preferences")
    case .purchases: LocalizedText(nl: "aankopen", en: "purchases")
    case .behaviour: LocalizedText(nl: "gedrag", en: "behaviour")
    case .complaints: LocalizedText(nl: "klachten", en: "complaints")
    case .messages: LocalizedText(nl: "berichten", en: "messages")
    }
  }
}
