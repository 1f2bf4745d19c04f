/// The questions that turn an empty folder into a policy, one after another.
///
/// Pure: the terminal asks, this says what to ask next, whether an answer will do, and what the
/// policy becomes. What it writes passes ``PolicyCheck`` without a remark.
public struct PolicyInterview: Sendable {
  /// A question, by the name it has in a file of answers.
  public enum Question: String, Sendable, CaseIterable {
    case company, entity, sector, country, timeZone, contact, dpo, channels, productLines
    case doubleOptIn, consentLasts, cap, quietHours
  }

  /// Why an answer will not do, for the one who gave it.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let question: Question
    public let message: String

    public var description: String { message }
  }

  public let language: Language
  /// From which day the notices hold.
  let today: Day
  /// The time zones that exist; when empty any name will do.
  let zones: [String]
  var answers = PolicyAnswers()
  private var next = 0

  public init(language: Language, today: Day, zones: [String] = []) {
    self.language = language
    self.today = today
    self.zones = zones
  }

  /// What to ask now; `nil` when everything is known.
  public var question: Question? {
    Question.allCases.dropFirst(next).first(where: isAsked)
  }

  /// Takes the answer to ``question``; an empty one takes the suggestion.
  ///
  /// - Throws: ``Refusal`` when it will not do; the question then stays the same.
  public mutating func answer(_ text: String) throws(Refusal) {
    guard let question, let index = Question.allCases.firstIndex(of: question) else { return }
    let given = text.trimmingSpace
    guard let answer = given.isEmpty ? suggestion(for: question) : given else {
      throw refusal(
        question, "Hierop is een antwoord nodig.", "This question needs an answer.")
    }
    try take(answer, to: question)
    next = index + 1
  }

  /// The policy as YAML; `nil` while there are questions left.
  public var document: String? {
    question == nil ? PolicyDocument(answers: answers, today: today, language: language).text : nil
  }

  func refusal(_ question: Question, _ nl: String, _ en: String) -> Refusal {
    Refusal(question: question, message: language == .nl ? nl : en)
  }

  /// Whether earlier answers leave this question open.
  private func isAsked(_ question: Question) -> Bool {
    switch question {
    case .timeZone: answers.country != "NL"
    case .doubleOptIn: answers.channels.contains(.email)
    case .quietHours: !answers.disturbingChannels.isEmpty
    default: true
    }
  }
}

/// What the interview knows so far.
struct PolicyAnswers: Hashable, Sendable {
  var company = ""
  var entity = ""
  var sector: String?
  var country = "NL"
  var timeZone = "Europe/Amsterdam"
  var contact = ""
  var dpo: String?
  var channels: [Channel] = []
  var lines: [Line] = []
  var isDoubleOptIn = true
  var consentLasts: Span?
  var cap: Cap?
  var quiet: QuietHours?

  struct Line: Hashable, Sendable {
    let id: String
    let label: String
  }

  struct Cap: Hashable, Sendable {
    let max: Int
    let per: Span
  }

  /// The chosen channels that ring or buzz.
  var disturbingChannels: [Channel] {
    channels.filter { $0 == .phone || $0 == .sms || $0 == .push }
  }
}

extension String {
  var trimmingSpace: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }

  /// Letters, digits and hyphens made from a name; empty when none remain.
  var asName: String {
    var name = ""
    for scalar in lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": name.unicodeScalars.append(scalar)
      case "'", "’", ".": continue
      default: if !name.isEmpty, !name.hasSuffix("-") { name.append("-") }
      }
    }
    name = String(name.prefix(40))
    while name.hasSuffix("-") { name.removeLast() }
    return name
  }
}
