/// The first policy of an organisation, as text with remarks for the one who goes on with it.
struct PolicyDocument {
  let answers: PolicyAnswers
  let today: Day
  let language: Language

  var text: String {
    let parts = [
      head, controller, data, notices, purposes, products, rules, sourcesAndForms,
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  func say(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  private var head: String {
    say(
      """
      # Wat wij met klantgegevens doen, en waarom. Alles volgt uit dit bestand.
      # Verander het gerust; `openkaart policy check` wijst elke fout aan, met regel en remedie.
      """,
      """
      # What we do with customer data, and why. Everything follows from this file.
      # Change it freely; `openkaart policy check` points at every mistake, with line and remedy.
      """)
  }

  private var controller: String {
    var lines = [
      "controller:",
      "  name: \(answers.company.yaml)",
      "  entity: \(answers.entity.yaml)",
    ]
    if let sector = answers.sector { lines.append("  sector: \(sector.yaml)") }
    lines += [
      "  country: \(answers.country.yaml)",
      "  timeZone: \(answers.timeZone.yaml)",
      "  languages: [nl, en]",
      "  contact: {email: \(answers.contact.yaml)}",
    ]
    if let dpo = answers.dpo {
      let name = say("Functionaris gegevensbescherming", "Data protection officer")
      lines.append("  dpo: {name: \(name.yaml), email: \(dpo.yaml)}")
    }
    lines.append("  authority: \(authority.yaml)")
    return lines.joined(separator: "\n")
  }

  private var authority: String {
    switch answers.country {
    case "NL": "Autoriteit Persoonsgegevens"
    case "BE": "Gegevensbeschermingsautoriteit"
    case let country:
      say("De toezichthouder van \(country)", "The supervisory authority of \(country)")
    }
  }

  private var data: String {
    """
    \(say("# Wat bij elkaar hoort. Wat nergens bij hoort, wordt nergens voor gebruikt.",
      "# What belongs together. What belongs to nothing is used for nothing."))
    dataCategories:
      contact:
        attributes: [givenName, familyName, street, houseNumber, postalCode, city, country, \
    language, timeZone, personType]
        identifiers: [email, phone, customerNumber, loyaltyCard, anonymousId, pushToken]
        kinds: [described, contacted, responded, verified, listed]
      preferences: {kinds: [preferred, answered, signalled]}
      purchases: {kinds: [purchased, returned, promised, promiseKept, promiseBroken, \
    promiseMadeGood]}
      complaints: {kinds: [complained, complaintResolved]}

    \(say("# Wat het register van verwerkingen (AVG 30) nog meer vraagt.",
      "# What the register of processing activities (GDPR 30) asks besides."))
    register:
      categoriesOfPeople: [\(say("klanten, belangstellenden", "customers, prospects"))]
      transfers: []
      security:
        nl: "Versleuteld per persoon, sleutels apart, toegang per rol en doel, alles in een logboek."
        en: "Encrypted per person, keys apart, access by role and purpose, everything in a log."
    """
  }

  private var notices: String {
    """
    \(say("# Wat mensen te lezen krijgen. Verandert u iets, voeg dan een versie toe.",
      "# What people get to read. If you change something, add a version."))
    notices:
      - id: marketing
        versions:
          - version: 1
            validFrom: \(today.iso)
            recipients: []
            data: [contact, preferences, purchases]
            text:
              nl: "Wij sturen u nieuws en aanbiedingen, ook op basis van wat u bij ons kocht."
              en: "We send you news and offers, also based on what you bought from us."
      - id: service
        versions:
          - version: 1
            validFrom: \(today.iso)
            recipients: []
            data: [contact, purchases, complaints]
            text:
              nl: "Wij gebruiken uw gegevens om uw bestelling te regelen en u te helpen."
              en: "We use your data to handle your order and to help you."
    """
  }

  private var products: String {
    let lines = answers.lines.map { line in
      "  \(line.id.yaml): {label: {nl: \(line.label.yaml), en: \(line.label.yaml)}}"
    }
    return """
      \(say("# Wat wij verkopen, en waarover wij schrijven.",
        "# What we sell, and what we write about."))
      topics: [news, offers]
      productLines:
      \(lines.joined(separator: "\n"))
      """
  }
}

extension String {
  /// The text in double quotes, so that no character of it means anything to YAML.
  var yaml: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default:
        if scalar.isPlainInYAML {
          quoted.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
      }
    }
    return quoted + "\""
  }
}

extension Unicode.Scalar {
  /// Whether YAML allows this scalar to stand in a quoted text as it is.
  fileprivate var isPlainInYAML: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    case .surrogate: false
    default: value < 0xFFFE || value > 0xFFFF
    }
  }
}
