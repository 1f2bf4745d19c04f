public import OpenkaartCore

/// A form that waits until the owner of an address confirms it; it is kept in the link alone.
public struct PendingForm: Hashable, Sendable {
  public let form: String
  /// The address that is asked.
  public let email: Identifier
  public let phone: Identifier?
  public let language: Language
  /// When it was filled in.
  public let at: Timestamp
  public let yes: [Yes]
  public let attributes: [Description.Attribute]

  /// One yes: to a purpose, over a channel, on having read a notice.
  public struct Yes: Hashable, Sendable {
    public let purpose: String
    public let channel: Channel
    public let notice: NoticeReference
    public let isExplicit: Bool

    init(_ ask: FormSheet.Ask) {
      purpose = ask.purpose.id
      channel = ask.channel
      notice = ask.notice
      isExplicit = ask.purpose.consent.isExplicit
    }

    fileprivate init?(_ texts: ArraySlice<String>) {
      let texts = Array(texts)
      guard texts.count == 4, let channel = Channel(rawValue: texts[1]),
        let notice = NoticeReference(parsing: texts[2])
      else { return nil }
      purpose = texts[0]
      self.channel = channel
      self.notice = notice
      isExplicit = texts[3] == "explicit"
    }

    fileprivate var texts: [String] {
      [purpose, channel.rawValue, notice.text, isExplicit ? "explicit" : ""]
    }
  }

  /// How long a form waits, in milliseconds: a week.
  static let lifetime: Int64 = 7 * 86_400_000

  init(
    _ answers: FormAnswers, email: Identifier, form: String, language: Language, at: Timestamp
  ) {
    self.form = form
    self.email = email
    phone = answers.identifiers.first { $0.type == .phone }
    self.language = language
    self.at = at
    yes = answers.yes.map(Yes.init)
    attributes = answers.attributes
  }

  /// The form as a token holds it.
  var texts: [String] {
    [
      form, email.value, phone?.value ?? "", language.rawValue, "\(at.milliseconds)",
      "\(yes.count)",
    ] + yes.flatMap(\.texts) + attributes.flatMap { [$0.name, $0.value ?? ""] }
  }

  init?(texts: [String]) {
    guard texts.count >= 6, let email = Identifier(.email, texts[1]),
      let language = Language(rawValue: texts[3]), let at = Int64(texts[4]),
      let count = Int(texts[5]), (0...1000).contains(count), texts.count >= 6 + 4 * count
    else { return nil }
    form = texts[0]
    self.email = email
    phone = Identifier(.phone, texts[2])
    self.language = language
    self.at = Timestamp(milliseconds: at)
    yes = (0..<count).compactMap { Yes(texts[(6 + 4 * $0)..<(10 + 4 * $0)]) }
    let rest = Array(texts[(6 + 4 * count)...])
    attributes = stride(from: 0, to: rest.count - 1, by: 2).map {
      Description.Attribute(rest[$0], rest[$0 + 1].isEmpty ? nil : rest[$0 + 1])
    }
    guard yes.count == count else { return nil }
  }
}
