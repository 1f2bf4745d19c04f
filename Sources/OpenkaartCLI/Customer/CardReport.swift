import OpenkaartCore
import OpenkaartService

/// The card of a customer, for people to read.
struct CardReport {
  let card: CustomerCard
  let language: Language
  let mostLines: Int

  var text: String {
    let sections = [heading, permissions, known, sources, consents, timeline]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  private var fields: FactWords {
    FactWords(policy: card.gate.policy, zone: card.gate.zone, language: language)
  }

  private func moment(_ moment: Timestamp) -> String {
    card.gate.zone.text(of: moment, in: language)
  }

  private var heading: [String] {
    ["\(words("Klant", "Customer")) \(card.customer.text) · \(moment(card.at))"]
      + card.identifiers.map { "  \(fields.name($0.type.name)): \($0.value)" }
  }

  private var known: [String] {
    guard !card.attributes.isEmpty else { return [] }
    return [words("Wat we weten", "What we know")]
      + card.attributes.map {
        "  \(fields.name($0.name)): \(fields.value($0.value, at: $0.name)) "
          + "(\($0.source), \(words("sinds", "since")) \(moment($0.since)))"
      }
  }

  private var sources: [String] {
    [words("Waar het vandaan komt", "Where it comes from")]
      + card.sources.map {
        "  \($0.name): \(language.count($0.facts, .facts)), "
          + "\(moment($0.first)) – \(moment($0.last))"
      }
  }

  private var consents: [String] {
    guard !card.consents.isEmpty else { return [] }
    return [words("Toestemming en bezwaar", "Consent and objection")] + card.consents.map(line)
  }

  private var timeline: [String] {
    var lines = [words("Wat er gebeurde", "What happened")]
    lines += card.timeline.prefix(mostLines).map(line)
    let rest = card.timeline.count - mostLines
    if rest > 0 {
      let count = language.number(rest)
      lines.append("  " + words("en \(count) eerder: --lines", "and \(count) earlier: --lines"))
    }
    return lines
  }

  private func line(_ entry: CustomerCard.Entry) -> String {
    let fact = entry.fact
    let heard =
      entry.isHeard ? words(" (verteld van een gedeeld adres)", " (told of a shared address)") : ""
    let details = fields.details(of: fact)
    return "  \(moment(fact.occurredAt)) · \(fact.content.kind.label[language])"
      + (details.isEmpty ? "" : " · \(details)") + " [\(fact.id.source)/\(fact.id.id)]" + heard
  }

  // MARK: What may be done

  private var permissions: [String] {
    var lines = [words("Wat er mag", "What may be done")]
    for permission in card.permissions {
      let purpose =
        card.gate.policy.purpose(permission.purpose)?.label[language] ?? permission.purpose
      let text = ReasonText(gate: card.gate, use: permission.use)
      let first = permission.decision.reasons.first.map { text.sentence($0, in: language) } ?? ""
      lines.append(
        "  \(mark(permission.decision.outcome)) \(purpose), "
          + "\(permission.channel.label[language]): \(word(permission.decision)). \(first)")
      let others = permission.decision.reasons.dropFirst().filter { $0.effect != .allow }
      for reason in others { lines.append("      \(text.sentence(reason, in: language))") }
    }
    return lines
  }

  private func mark(_ outcome: Decision.Outcome) -> String {
    switch outcome {
    case .allow: "+"
    case .deny: "-"
    case .later: "~"
    }
  }

  private func word(_ decision: Decision) -> String {
    switch decision.outcome {
    case .allow: words("ja", "yes")
    case .deny: words("nee", "no")
    case .later: words("vanaf", "from") + " " + (decision.until.map(moment) ?? "?")
    }
  }
}
