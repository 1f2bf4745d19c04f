/// Turns the reasons of a decision into sentences for people.
///
/// Decisions carry codes; the sentences are made here, at the edge, in the language asked.
public struct ReasonText: Sendable {
  private let gate: Gate
  private let use: Use

  public init(gate: Gate, use: Use) {
    self.gate = gate
    self.use = use
  }

  /// What the reason says.
  public func sentence(_ reason: Reason, in language: Language) -> String {
    guard let rule = gate.rule(behind: reason) else { return Self.unreachable[language] }
    return filled(rule.text[language], reason, language)
  }

  /// What would lead to another answer.
  public func wouldChange(_ reason: Reason, in language: Language) -> String {
    guard let rule = gate.rule(behind: reason) else { return Self.tryAgain[language] }
    return filled(rule.wouldChange[language], reason, language)
  }

  /// Both of them, in every language: the rule is looked up once.
  func all(of reason: Reason) -> (sentence: LocalizedText, wouldChange: LocalizedText) {
    guard let rule = gate.rule(behind: reason) else { return (Self.unreachable, Self.tryAgain) }
    return (filled(rule.text, reason), filled(rule.wouldChange, reason))
  }

  private func filled(_ text: LocalizedText, _ reason: Reason) -> LocalizedText {
    LocalizedText(nl: filled(text.nl, reason, .nl), en: filled(text.en, reason, .en))
  }

  private static let unreachable = LocalizedText(
    nl: "De gegevens of het logboek zijn niet bereikbaar; dan is het antwoord nee.",
    en: "The data or the log cannot be reached; then the answer is no.")
  private static let tryAgain = LocalizedText(
    nl: "Probeer het later opnieuw.", en: "Try again later.")

  private func filled(_ text: String, _ reason: Reason, _ language: Language) -> String {
    text.filled { value(of: $0, reason, language) }
  }

  private func value(of name: Substring, _ reason: Reason, _ language: Language) -> String {
    switch name {
    case "purpose": gate.policy.purpose(use.purpose)?.label[language] ?? use.purpose
    case "channel": use.channel.label[language]
    case "way": use.channel.way[language]
    case "topic": use.activity?.topic ?? "?"
    case "line": lineLabel(language)
    case "end":
      reason.ends.map { gate.zone.text(of: $0, in: language) }
        ?? LocalizedText(nl: "een onbekend moment", en: "an unknown moment")[language]
    default: ""
    }
  }

  private func lineLabel(_ language: Language) -> String {
    guard let line = use.activity?.productLine else { return "?" }
    return gate.policy.productLines.first { $0.id == line }?.label[language] ?? line
  }
}

extension Channel {
  /// The name of the channel for people.
  public var label: LocalizedText {
    switch self {
    case .email: LocalizedText(nl: "e-mail", en: "e-mail")
    case .sms: LocalizedText(nl: "sms", en: "text message")
    case .phone: LocalizedText(nl: "telefoon", en: "phone")
    case .post: LocalizedText(nl: "post", en: "post")
    case .push: LocalizedText(nl: "pushbericht", en: "push message")
    case .app: LocalizedText(nl: "app", en: "app")
    case .web: LocalizedText(nl: "website", en: "website")
    case .none: LocalizedText(nl: "zonder contact", en: "without contact")
    }
  }

  /// How the channel is used, for people: the end of a sentence.
  public var way: LocalizedText {
    switch self {
    case .email: LocalizedText(nl: "per e-mail", en: "by e-mail")
    case .sms: LocalizedText(nl: "per sms", en: "by text message")
    case .phone: LocalizedText(nl: "per telefoon", en: "by phone")
    case .post: LocalizedText(nl: "per post", en: "by post")
    case .push: LocalizedText(nl: "per pushbericht", en: "by push message")
    case .app: LocalizedText(nl: "in de app", en: "in the app")
    case .web: LocalizedText(nl: "op de website", en: "on the website")
    case .none: label
    }
  }
}

extension ZoneRules {
  private static let months: [LocalizedText] = [
    LocalizedText(nl: "januari", en: "January"), LocalizedText(nl: "februari", en: "February"),
    LocalizedText(nl: "maart", en: "March"), LocalizedText(nl: "april", en: "April"),
    LocalizedText(nl: "mei", en: "May"), LocalizedText(nl: "juni", en: "June"),
    LocalizedText(nl: "juli", en: "July"), LocalizedText(nl: "augustus", en: "August"),
    LocalizedText(nl: "september", en: "September"), LocalizedText(nl: "oktober", en: "October"),
    LocalizedText(nl: "november", en: "November"), LocalizedText(nl: "december", en: "December"),
  ]

  /// A moment by the local clock, as people write it: "23 November 2026, 08:00".
  public func text(of moment: Timestamp, in language: Language) -> String {
    let minutes = Int(millisecondOfDay(at: moment) / 60_000)
    let time = TimeOfDay(minutes: minutes)?.text ?? ""
    return "\(dayText(of: moment, in: language)), \(time)"
  }

  /// The day of a moment by the local calendar, as people write it: "23 November 2026".
  public func dayText(of moment: Timestamp, in language: Language) -> String {
    let day = day(of: moment)
    let month = Self.months[max(0, min(11, day.month - 1))][language]
    return "\(day.day) \(month) \(day.year)"
  }
}
