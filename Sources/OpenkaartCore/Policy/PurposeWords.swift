/// The sections of a ``PurposeExplanation``.
struct PurposeWords {
  typealias Section = PurposeExplanation.Section

  let purpose: Purpose
  let policy: Policy
  let language: Language

  func say(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  private func section(_ nl: String, _ en: String, _ lines: [String]) -> Section? {
    lines.isEmpty ? nil : Section(title: say(nl, en), lines: lines)
  }

  var nature: Section? {
    let name = policy.controller.name.onOneLine
    var lines = [
      purpose.isMarketing
        ? say("Dit is marketing van \(name).", "This is marketing by \(name).")
        : say(
          "Dit is geen marketing. \(name) gebruikt gegevens hiervoor om iets te regelen of te doen.",
          "This is not marketing. \(name) uses data for it to arrange or do something.")
    ]
    if let from = purpose.validFrom {
      lines.append(say("Het geldt vanaf \(from.iso).", "It holds from \(from.iso)."))
    }
    if let to = purpose.validTo {
      lines.append(say("Het geldt tot en met \(to.iso).", "It holds until \(to.iso)."))
    }
    return section("Wat het is", "What it is", lines)
  }

  var channels: Section? {
    section(
      "Wat mag, en waarom", "What is allowed, and why",
      purpose.channels.map { channel in
        let bases = purpose.bases.filter { policy.lets($0, carry: channel, for: purpose) }
        let reasons = bases.map { condition(of: $0, over: channel) }
        let how =
          reasons.isEmpty
          ? say("mag niet", "is not allowed") : reasons.joined(separator: say("; of ", "; or "))
        return "\(channel.words[language]): \(how)."
      })
  }

  private func condition(of basis: LegalBasis, over channel: Channel) -> String {
    switch basis {
    case .consent: say("als de klant ja heeft gezegd", "if the customer said yes")
    case .contract:
      say(
        "als de klant iets kocht of een afspraak heeft",
        "if the customer bought something or has an arrangement")
    case .legalObligation: say("omdat de wet het vraagt", "because the law asks it")
    case .vitalInterest:
      say("als iemands leven of gezondheid gevaar loopt", "if somebody's life or health is at risk")
    case .publicInterest:
      say("omdat het een publieke taak is", "because it is a public task")
    case .legitimateInterest where channel == .phone:
      say(
        "als het een bedrijf is dat geen nee heeft gezegd",
        "if it is a company that did not say no")
    case .legitimateInterest:
      say(
        "als de klant geen nee heeft gezegd en niet in het Postfilter staat",
        "if the customer did not say no and is not in the Postfilter register")
    case .softOptIn:
      say(
        "als de klant zoiets bij ons kocht, zich toen kon afmelden en dat nooit deed",
        "if the customer bought something like it from us, could opt out then and never did")
    }
  }

  var conditions: Section? {
    var lines: [String] = []
    if purpose.bases.contains(.consent) { lines += consentConditions }
    if purpose.isMarketing {
      lines.append(
        say(
          "Wie nee zegt tegen marketing, krijgt niets meer. Dat werkt meteen.",
          "Who says no to marketing gets nothing more. That works at once."))
    }
    if purpose.notice != nil, !purpose.recipients.isEmpty {
      let names = purpose.recipients.map(\.onOneLine).joined(in: language)
      lines.append(
        say(
          "Gegevens gaan naar \(names); de klant moet daarover hebben gelezen.",
          "Data go to \(names); the customer must have read about that."))
    }
    if !purpose.requires.isEmpty {
      let names = purpose.requires.map { "`\($0.rawValue)`" }.joined(in: language)
      lines.append(
        say("Elke actie moet \(names) noemen.", "Every activity must name \(names)."))
    }
    return section("Wat er nodig is", "What is needed", lines)
  }

  private var consentConditions: [String] {
    let rules = purpose.consent
    var lines: [String] = []
    if rules.isDoubleOptIn {
      lines.append(
        say(
          "De klant bevestigt het ja nog een keer, bijvoorbeeld met een link in een e-mail.",
          "The customer confirms the yes once more, for example with a link in an e-mail."))
    }
    if let span = rules.expiresAfter {
      lines.append(
        say(
          "Een ja geldt \(span.words.nl). Daarna vragen wij het opnieuw.",
          "A yes lasts \(span.words.en). After that we ask again."))
    }
    if rules.isExplicit {
      lines.append(
        say(
          "Het gaat om gevoelige gegevens: de klant zegt uitdrukkelijk ja.",
          "It concerns sensitive data: the customer says yes in so many words."))
    }
    if let age = rules.minimumAge {
      lines.append(
        say(
          "De klant is minstens \(age) jaar. Voor wie jonger is, beslist een ouder of voogd.",
          "The customer is at least \(age). For somebody younger a parent or guardian decides."))
    }
    lines.append(
      say(
        "De klant kan het ja altijd intrekken. Dat werkt meteen.",
        "The customer can always take the yes back. That works at once."))
    return lines
  }

  var data: Section? {
    section(
      "Welke gegevens", "Which data",
      purpose.dataCategories.map { id in
        let category = policy.dataCategories.first { $0.id == id }
        let fields = (category?.attributes ?? []) + (category?.identifiers ?? [])
        let special =
          category?.isSpecial == true ? say(" (gevoelige gegevens)", " (sensitive data)") : ""
        return fields.isEmpty
          ? "\(id)\(special)" : "\(id)\(special): \(fields.joined(separator: ", "))"
      })
  }

  var period: Section? {
    let line =
      purpose.retention.map { retention in
        say(
          "Wij gebruiken de gegevens hiervoor tot \(retention.words.nl).",
          "We use the data for this until \(retention.words.en).")
      }
      ?? say("Er is geen termijn vastgelegd.", "No period has been laid down.")
    return section("Hoe lang", "How long", [line])
  }

  var benefit: Section? {
    section(
      "Wat de klant terugkrijgt", "What the customer gets in return",
      purpose.benefit.map { [$0[language].onOneLine] } ?? [])
  }

  var houseRules: Section? {
    section("Onze eigen regels", "Our own rules", purpose.isMarketing ? ruleLines : [])
  }
}
