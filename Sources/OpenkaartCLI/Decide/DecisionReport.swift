import OpenkaartCore

/// A decision as people read it on a terminal.
struct DecisionReport {
  let decision: Decision
  let use: Use
  let gate: Gate
  let language: Language

  var text: String {
    let sentences = ReasonText(gate: gate, use: use)
    var lines = [outcome, ""]
    for reason in decision.reasons {
      lines.append("\(mark(reason.effect)) \(sentences.sentence(reason, in: language))")
      lines.append("    \(reason.code.rawValue) · \(reason.rule) · \(reason.source)")
      if !reason.evidence.isEmpty {
        let word = LocalizedText(nl: "berust op", en: "rests on")[language]
        lines.append("    \(word): \(reason.evidence.map(\.id).joined(separator: ", "))")
      }
      if reason.effect != .allow {
        let word = LocalizedText(nl: "wat het zou veranderen", en: "what would change it")[language]
        lines.append("    \(word): \(sentences.wouldChange(reason, in: language))")
      }
    }
    lines += ["", footer]
    return lines.joined(separator: "\n")
  }

  private var outcome: String {
    switch decision.outcome {
    case .allow: LocalizedText(nl: "JA: dit mag.", en: "YES: this is allowed.")[language]
    case .deny: LocalizedText(nl: "NEE: dit mag niet.", en: "NO: this is denied.")[language]
    case .later: later
    }
  }

  private var later: String {
    let until = decision.until.map { gate.zone.text(of: $0, in: language) } ?? "?"
    return LocalizedText(
      nl: "LATER: dit mag vanaf \(until).", en: "LATER: this is allowed from \(until).")[language]
  }

  private func mark(_ effect: Reason.Effect) -> String {
    switch effect {
    case .allow: "+"
    case .deny: "-"
    case .later: "~"
    }
  }

  private var footer: String {
    let moment = gate.zone.text(of: decision.decidedAt, in: language)
    var text = LocalizedText(
      nl: "Beslist voor \(moment), met beleid \(decision.policyVersion).",
      en: "Decided for \(moment), under policy \(decision.policyVersion).")[language]
    if !decision.obligations.isEmpty {
      let duties = decision.obligations.map(\.rawValue).joined(separator: ", ")
      text += LocalizedText(nl: " Verplicht: \(duties).", en: " Obligations: \(duties).")[language]
    }
    return text
  }
}
