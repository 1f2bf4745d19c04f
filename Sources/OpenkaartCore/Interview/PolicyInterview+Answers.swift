extension PolicyInterview {
  /// Keeps an answer, or says why it will not do.
  mutating func take(_ text: String, to question: Question) throws(Refusal) {
    guard text.unicodeScalars.count <= 500, !text.hasUnprintable else {
      throw refusal(
        question, "Gebruik hoogstens 500 tekens, zonder stuurtekens.",
        "Use at most 500 characters, without control characters.")
    }
    switch question {
    case .company: answers.company = text
    case .entity: answers.entity = try entity(text)
    case .sector: answers.sector = try sector(text)
    case .country: answers.country = try country(text)
    case .timeZone: answers.timeZone = try timeZone(text)
    case .contact: answers.contact = try address(text, question)
    case .dpo: answers.dpo = isNo(text) ? nil : try address(text, question)
    case .channels: answers.channels = try channels(text)
    case .productLines: answers.lines = try lines(text)
    case .doubleOptIn: answers.isDoubleOptIn = try yesOrNo(text, question)
    case .consentLasts: answers.consentLasts = try span(text, question)
    case .cap: answers.cap = isNo(text) ? nil : try cap(text)
    case .quietHours: answers.quiet = isNo(text) ? nil : try quietHours(text)
    }
  }

  private func entity(_ text: String) throws(Refusal) -> String {
    let isName =
      (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
    guard !isName else { return text }
    throw refusal(
      .entity, "Gebruik 1 tot 64 letters zonder accent, cijfers en streepjes, zoals `mijn-bv`.",
      "Use 1 to 64 letters without accents, digits and hyphens, such as `my-ltd`.")
  }

  private func sector(_ text: String) throws(Refusal) -> String {
    let special = ["charity", "charityLottery", "publisher"]
    if !special.contains(text), let hint = NearestWord.nearest(to: text, among: special) {
      throw refusal(
        .sector, "Bedoelt u `\(hint)`? Schrijf het dan precies zo; anders een ander woord.",
        "Do you mean `\(hint)`? Then write it exactly so; otherwise another word.")
    }
    return text
  }

  private func country(_ text: String) throws(Refusal) -> String {
    let code = text.uppercased()
    guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw refusal(
        .country, "Schrijf twee letters, zoals NL of BE.", "Write two letters, such as NL or BE.")
    }
    return code
  }

  private func timeZone(_ text: String) throws(Refusal) -> String {
    guard !zones.isEmpty, !zones.contains(text) else { return text }
    let hint = NearestWord.nearest(to: text, among: zones)
    throw refusal(
      .timeZone,
      hint.map { "Die tijdzone bestaat niet. Bedoelt u `\($0)`?" }
        ?? "Die tijdzone bestaat niet. Schrijf een naam zoals `Europe/Amsterdam`.",
      hint.map { "There is no such time zone. Do you mean `\($0)`?" }
        ?? "There is no such time zone. Write a name such as `Europe/Amsterdam`.")
  }

  private func address(_ text: String, _ question: Question) throws(Refusal) -> String {
    guard !text.isEmailAddress else { return text }
    throw refusal(
      question, "Dat is geen e-mailadres. Schrijf het zoals `privacy@voorbeeld.nl`.",
      "That is not an e-mail address. Write it like `privacy@example.com`.")
  }

  private func channels(_ text: String) throws(Refusal) -> [Channel] {
    let known = Channel.allCases.filter { $0 != .none }
    var chosen: [Channel] = []
    for word in text.items {
      guard let channel = known.first(where: { $0.rawValue == word.lowercased() }) else {
        let all = known.map(\.rawValue)
        let hint = NearestWord.nearest(to: word, among: all)
        let list = all.joined(separator: ", ")
        throw refusal(
          .channels,
          hint.map { "Bedoelt u `\($0)`? Kies uit: \(list)." } ?? "Kies uit: \(list).",
          hint.map { "Do you mean `\($0)`? Choose from: \(list)." } ?? "Choose from: \(list).")
      }
      if !chosen.contains(channel) { chosen.append(channel) }
    }
    guard !chosen.isEmpty else {
      throw refusal(.channels, "Noem ten minste één kanaal.", "Name at least one channel.")
    }
    return chosen
  }

  private func lines(_ text: String) throws(Refusal) -> [PolicyAnswers.Line] {
    let labels = text.items
    guard (1...30).contains(labels.count), labels.allSatisfy({ $0.unicodeScalars.count <= 80 })
    else {
      throw refusal(
        .productLines, "Noem 1 tot 30 soorten, elk hoogstens 80 tekens.",
        "Name 1 to 30 lines, each of at most 80 characters.")
    }
    var lines: [PolicyAnswers.Line] = []
    for label in labels {
      let name = label.asName.isEmpty ? "line" : label.asName
      var id = name
      var number = 2
      while lines.contains(where: { $0.id == id }) {
        id = "\(name)-\(number)"
        number += 1
      }
      lines.append(PolicyAnswers.Line(id: id, label: label))
    }
    return lines
  }

  private func yesOrNo(_ text: String, _ question: Question) throws(Refusal) -> Bool {
    if ["ja", "j", "yes", "y", "true"].contains(text.lowercased()) { return true }
    if isNo(text) { return false }
    throw refusal(question, "Antwoord met ja of nee.", "Answer yes or no.")
  }

  private func isNo(_ text: String) -> Bool {
    ["nee", "n", "no", "false", "geen", "none"].contains(text.lowercased())
  }

  private func span(_ text: String, _ question: Question) throws(Refusal) -> Span {
    guard let span = Span(parsing: text.withEnglishUnits) else {
      throw refusal(
        question, "Schrijf een duur, zoals `24 maanden` of `1 jaar`.",
        "Write a span, such as `24 months` or `1 year`.")
    }
    return span
  }

  private func cap(_ text: String) throws(Refusal) -> PolicyAnswers.Cap {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[1] == "in" || words[1] == "per", let max = Int(words[0]),
      (1...1_000).contains(max), let per = Span(parsing: String(words[2]).withEnglishUnits)
    else {
      throw refusal(
        .cap, "Schrijf hoeveel in welke tijd, zoals `4 in 7 dagen`; 1 tot 1000.",
        "Write how many in what time, such as `4 in 7 days`; 1 to 1000.")
    }
    return PolicyAnswers.Cap(max: max, per: per)
  }

  private func quietHours(_ text: String) throws(Refusal) -> QuietHours {
    let times = text.split(separator: "-").map { TimeOfDay(parsing: String($0).trimmingSpace) }
    guard times.count == 2, let from = times[0], let to = times[1], from != to else {
      throw refusal(
        .quietHours, "Schrijf twee verschillende tijden, zoals `21:00-09:00`.",
        "Write two different times, such as `21:00-09:00`.")
    }
    return QuietHours(from: from, to: to)
  }
}

extension String {
  /// What stands between the commas, each once.
  fileprivate var items: [String] {
    var items: [String] = []
    for part in split(separator: ",") {
      let item = String(part).trimmingSpace
      if !item.isEmpty, !items.contains(item) { items.append(item) }
    }
    return items
  }

  /// `24 maanden` as `24 months`: people answer in their own language, the file has one.
  fileprivate var withEnglishUnits: String {
    let words = split(separator: " ")
    guard words.count == 2 else { return self }
    let unit =
      switch words[1].lowercased() {
      case "uur", "uren": "hours"
      case "dag", "dagen": "days"
      case "week", "weken": "weeks"
      case "maand", "maanden": "months"
      case "jaar", "jaren": "years"
      case let other: other
      }
    return "\(words[0]) \(unit)"
  }
}
