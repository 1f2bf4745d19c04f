/// The words of a policy as people say them.
extension Channel {
  var words: LocalizedText {
    switch self {
    case .email: LocalizedText(nl: "e-mail", en: "e-mail")
    case .sms: LocalizedText(nl: "sms", en: "text message")
    case .phone: LocalizedText(nl: "telefoon", en: "phone")
    case .post: LocalizedText(nl: "post", en: "post")
    case .push: LocalizedText(nl: "melding op de telefoon", en: "push message")
    case .app: LocalizedText(nl: "in de app", en: "in the app")
    case .web: LocalizedText(nl: "op de website", en: "on the website")
    case .none: LocalizedText(nl: "zonder contact", en: "without contact")
    }
  }
}

extension LegalBasis {
  var words: LocalizedText {
    switch self {
    case .consent: LocalizedText(nl: "toestemming", en: "consent")
    case .contract: LocalizedText(nl: "overeenkomst", en: "contract")
    case .legalObligation: LocalizedText(nl: "wettelijke plicht", en: "legal obligation")
    case .vitalInterest: LocalizedText(nl: "vitaal belang", en: "vital interest")
    case .publicInterest: LocalizedText(nl: "algemeen belang", en: "public interest")
    case .legitimateInterest: LocalizedText(nl: "gerechtvaardigd belang", en: "legitimate interest")
    case .softOptIn:
      LocalizedText(nl: "uitzondering voor eigen klanten", en: "exception for own customers")
    }
  }

  /// The article this basis stands in, as Dutch lawyers write it.
  var article: String {
    switch self {
    case .consent: "AVG 6(1)(a)"
    case .contract: "AVG 6(1)(b)"
    case .legalObligation: "AVG 6(1)(c)"
    case .vitalInterest: "AVG 6(1)(d)"
    case .publicInterest: "AVG 6(1)(e)"
    case .legitimateInterest: "AVG 6(1)(f)"
    case .softOptIn: "ePrivacy 13(2)"
    }
  }
}

extension Span {
  /// The span in words; whole years are said in years.
  var words: LocalizedText {
    switch unit {
    case .hours: LocalizedText(nl: "\(count) uur", en: count == 1 ? "1 hour" : "\(count) hours")
    case .days:
      LocalizedText(
        nl: count == 1 ? "1 dag" : "\(count) dagen", en: count == 1 ? "1 day" : "\(count) days")
    case .months where count % 12 == 0:
      LocalizedText(
        nl: "\(count / 12) jaar", en: count == 12 ? "1 year" : "\(count / 12) years")
    case .months:
      LocalizedText(
        nl: count == 1 ? "1 maand" : "\(count) maanden",
        en: count == 1 ? "1 month" : "\(count) months")
    }
  }
}

extension Purpose.Retention {
  /// The period in words: `2 years after the last activity`.
  public var words: LocalizedText {
    let since =
      switch after {
      case .lastActivity:
        LocalizedText(
          nl: "na het laatste dat iemand deed", en: "after the last thing somebody did")
      case .lastPurchase:
        LocalizedText(nl: "na de laatste aankoop", en: "after the last purchase")
      case .endOfBookYear:
        LocalizedText(
          nl: "na het einde van het boekjaar van de laatste aankoop",
          en: "after the end of the book year of the last purchase")
      case .consent:
        LocalizedText(nl: "na de laatste toestemming", en: "after the last consent")
      }
    let span = keepFor.words
    return LocalizedText(nl: "\(span.nl) \(since.nl)", en: "\(span.en) \(since.en)")
  }
}

extension [String] {
  /// The items as a sentence says them: `a, b and c`.
  func joined(in language: Language) -> String {
    guard let last, count > 1 else { return first ?? "" }
    let word = language == .nl ? "en" : "and"
    return "\(dropLast().joined(separator: ", ")) \(word) \(last)"
  }
}

extension String {
  /// The text on one line, as lists and tables need it.
  var onOneLine: String {
    split(whereSeparator: \.isNewline).map { $0.trimmingBlanks }.joined(separator: " ")
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
