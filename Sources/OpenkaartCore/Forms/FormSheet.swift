/// A form as a person sees it: what is asked and why, and each question for a yes by itself.
///
/// It is made from the policy, so it can ask nothing that its purposes do not use, and what people read
/// is the notice that the gate judges their yes by.
///
/// - SeeAlso: GDPR 5(1)(c), 7, 13, 25.
public struct FormSheet: Hashable, Sendable {
  public let id: String
  public let title: LocalizedText
  public let fields: [Field]
  public let asks: [Ask]

  public struct Field: Hashable, Sendable {
    public let name: String
    public let label: LocalizedText
    /// Why it is asked.
    public let why: LocalizedText
    public let isNecessary: Bool
    public let kind: Kind

    public enum Kind: Hashable, Sendable {
      case email, phone, day, truth, text
    }
  }

  /// One question for a yes: one purpose over one channel.
  public struct Ask: Hashable, Sendable {
    public let purpose: Purpose
    public let channel: Channel
    public let notice: NoticeReference
    /// The words of the version in force.
    public let noticeText: LocalizedText

    /// The name of its box.
    public var name: String { "yes.\(purpose.id).\(channel.rawValue)" }
  }

  /// Makes the sheet of a form on a day; `nil` when it has no way to know who filled it in.
  public init?(_ form: Form, in policy: Policy, on day: Day) {
    id = form.id
    let identifiers = Set(policy.dataCategories.flatMap(\.identifiers))
    guard form.fields.contains(where: { ["email", "phone"].contains($0.name) }) else { return nil }
    let asked = form.asks.compactMap { policy.purpose($0) }.filter { $0.bases.contains(.consent) }
    let serving = form.purposes.compactMap { policy.purpose($0) }
    let named = (serving + asked).first
    guard let named else { return nil }
    title = form.title ?? named.label
    fields = form.fields.map { field in
      Field(
        name: field.name, label: Self.label(field.name),
        why: Self.why(field.name, serving: serving + asked),
        isNecessary: field.isNecessary,
        kind: Self.kind(field.name, isIdentifier: identifiers.contains(field.name)))
    }
    let names = Set(form.fields.map(\.name))
    asks = asked.flatMap { purpose in
      purpose.channels.filter { Self.reaches($0, with: names) }.compactMap { channel in
        Self.notice(of: purpose, in: policy, on: day).map { id, version in
          Ask(
            purpose: purpose, channel: channel,
            notice: NoticeReference(id: id, version: version.version), noticeText: version.text)
        }
      }
    }
  }

  /// The version of the notice that is in force on a day: the last that began.
  private static func notice(
    of purpose: Purpose, in policy: Policy, on day: Day
  ) -> (String, Notice.Version)? {
    guard let id = purpose.notice, let notice = policy.notices.first(where: { $0.id == id }),
      let version = notice.versions.filter({ $0.validFrom <= day })
        .max(by: { $0.validFrom < $1.validFrom })
    else { return nil }
    return (id, version)
  }

  /// Whether the fields give a way to reach somebody over a channel.
  private static func reaches(_ channel: Channel, with names: Set<String>) -> Bool {
    switch channel {
    case .none: true
    case .post: names.isSuperset(of: ["postalCode", "houseNumber"])
    case .email, .sms, .phone: channel.pointType.map { names.contains($0.name) } ?? false
    case .push, .app, .web: false
    }
  }

  private static func kind(_ name: String, isIdentifier: Bool) -> Field.Kind {
    switch name {
    case "email": .email
    case "phone": .phone
    case "birthDate": .day
    case "isOver16": .truth
    default: .text
    }
  }

  private static func label(_ name: String) -> LocalizedText {
    let words = DataWords.name(of: name)
    func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
    if name == "isOver16" {
      return LocalizedText(nl: "Ik ben 16 jaar of ouder", en: "I am 16 or older")
    }
    return LocalizedText(nl: capital(words.nl), en: capital(words.en))
  }

  private static func why(_ name: String, serving purposes: [Purpose]) -> LocalizedText {
    switch name {
    case "email":
      LocalizedText(nl: "Om u te mailen over wat u kiest.", en: "To mail you what you choose.")
    case "phone":
      LocalizedText(nl: "Om u te bellen of te sms'en.", en: "To call you or send a text.")
    case "givenName", "familyName":
      LocalizedText(nl: "Om u bij uw naam te noemen.", en: "To call you by your name.")
    case "street", "houseNumber", "postalCode", "city", "country":
      LocalizedText(nl: "Om u post te sturen.", en: "To send you post.")
    case "birthDate", "isOver16":
      LocalizedText(
        nl: "Om te weten of u dit zelf mag kiezen.",
        en: "To know whether you may choose this yourself.")
    case "language":
      LocalizedText(nl: "Om in uw taal te schrijven.", en: "To write in your language.")
    default:
      LocalizedText(
        nl: "Nodig voor: \(purposes.first?.label.nl.onOneLine ?? name).",
        en: "Needed for: \(purposes.first?.label.en.onOneLine ?? name).")
    }
  }
}
