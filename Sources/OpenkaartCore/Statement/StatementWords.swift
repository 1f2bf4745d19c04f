/// The parts of a ``PrivacyStatement``, in one language.
struct StatementWords {
  typealias Section = PrivacyStatement.Section
  typealias Detail = PrivacyStatement.Detail

  let policy: Policy
  let language: Language

  func say(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  func detail(_ nl: String, _ en: String, _ lines: [String]) -> Detail {
    Detail(term: say(nl, en), lines: lines)
  }

  var name: String { policy.controller.name.onOneLine }

  var title: String {
    say("Uw gegevens bij \(name)", "Your data at \(name)")
  }

  var summary: [String] {
    let hasConsent = policy.purposes.contains { $0.bases.contains(.consent) }
    let recipients = Set(policy.purposes.flatMap(\.recipients))
    var lines = [
      say(
        "Wij gebruiken uw gegevens alleen voor de doelen die hier staan.",
        "We use your data only for the purposes named here."),
      say(
        "Voor elk gebruik kijkt ons systeem eerst of het mag.",
        "Before every use our system first checks whether it is allowed."),
    ]
    if hasConsent {
      lines.append(
        say(
          "U hebt ja gezegd en wilt toch niet? U stopt met één klik.",
          "You said yes and changed your mind? One click stops it."))
    }
    lines.append(
      recipients.isEmpty
        ? say("Wij geven uw gegevens aan niemand door.", "We pass your data on to nobody.")
        : say(
          "Wij geven uw gegevens alleen door aan wie hier staat.",
          "We pass your data on only to those named here."))
    lines.append(
      say(
        "U mag alles zien wat wij weten, en het laten wissen.",
        "You may see all we know, and have it erased."))
    return lines
  }

  // MARK: Who, and whom to turn to

  /// - SeeAlso: GDPR 13(1)(a), 13(1)(b).
  var controller: Section {
    let controller = policy.controller
    var details = [
      detail("Bedrijf", "Company", ["\(name) (\(controller.entity.onOneLine))"])
    ]
    let contact = [controller.contact.email, controller.contact.phone, controller.contact.address]
      .compactMap { $0?.onOneLine }
    if !contact.isEmpty { details.append(detail("Contact", "Contact", contact)) }
    if let dpo = controller.dpo {
      details.append(
        detail(
          "Wie binnen het bedrijf over privacy waakt", "Who watches over privacy in the company",
          [dpo.name, dpo.email].compactMap { $0?.onOneLine }))
    }
    return Section(
      "who", say("Wie wij zijn", "Who we are"),
      lines: [
        say(
          "\(name) beslist wat er met uw gegevens gebeurt.",
          "\(name) decides what happens with your data.")
      ], details: details)
  }

  /// - SeeAlso: GDPR 13(2)(d), 77.
  var authority: Section {
    let authority = policy.controller.authority?.onOneLine
    return Section(
      "complain", say("Bent u het niet met ons eens?", "You do not agree with us?"),
      lines: [
        say("Zeg het ons eerst. Wij lossen het graag op.", "Tell us first. We like to solve it."),
        authority.map {
          say(
            "U mag ook klagen bij de toezichthouder: \($0).",
            "You may also complain to the authority: \($0).")
        }
          ?? say(
            "U mag ook klagen bij de toezichthouder op privacy.",
            "You may also complain to the authority for data protection."),
        say("Naar de rechter gaan mag altijd.", "You may always go to court."),
      ])
  }

  // MARK: What data, from where, to whom

  /// - SeeAlso: GDPR 14(1)(d), 14(2)(f).
  var data: Section {
    let used = Set(policy.purposes.flatMap(\.dataCategories))
    let categories = policy.dataCategories.filter { used.contains($0.id) }
    let sources = policy.sources.map { $0.system.onOneLine }
    return Section(
      "data", say("Welke gegevens wij hebben", "Which data we have"),
      lines: [
        say("Het meeste vertelt u ons zelf.", "Most of it you tell us yourself."),
        sources.isEmpty
          ? say(
            "De rest ontstaat als u iets koopt of doet.", "The rest comes from what you buy or do.")
          : say("Het komt bij ons binnen via deze systemen.", "It reaches us by these systems."),
      ],
      details: categories.map { category in
        Detail(
          term: DataWords.name(ofCategory: category.id)[language].firstUppercased,
          lines: category.contents(in: language).map(\.firstUppercased)
            + (category.isSpecial
              ? [say("Dit zijn gevoelige gegevens.", "These are sensitive data.")] : []))
      } + (sources.isEmpty ? [] : [detail("Systemen", "Systems", sources)]))
  }

  /// - SeeAlso: GDPR 13(1)(e), 13(1)(f).
  var recipients: Section {
    let receiving = policy.purposes.filter { !$0.recipients.isEmpty }
    let transfers = policy.register.transfers.map(\.onOneLine)
    return Section(
      "recipients", say("Aan wie wij gegevens geven", "To whom we give data"),
      lines: [
        receiving.isEmpty
          ? say("Aan niemand buiten ons bedrijf.", "To nobody outside our company.")
          : say("Alleen aan deze bedrijven, voor dit doel.", "Only to these, for this purpose."),
        transfers.isEmpty
          ? say(
            "Uw gegevens blijven in landen met de Europese privacywet.",
            "Your data stay in countries with the European privacy law.")
          : say(
            "Er gaan gegevens naar landen buiten Europa: \(transfers.joined(in: language)).",
            "Data go to countries outside Europe: \(transfers.joined(in: language))."),
      ],
      details: receiving.map { purpose in
        Detail(
          term: purpose.label[language].onOneLine,
          lines: purpose.recipients.map { DataWords.spaced($0).firstUppercased })
      })
  }

  var security: Section {
    Section(
      "security", say("Hoe wij gegevens bewaken", "How we guard data"),
      lines: policy.register.security.map { [$0[language].onOneLine] }
        ?? [say("Vraag het ons gerust.", "Feel free to ask us.")])
  }

  /// - SeeAlso: GDPR 13(2)(f), 22.
  var automation: Section {
    Section(
      "automation", say("Wat de computer zelf beslist", "What the computer decides by itself"),
      lines: [
        say(
          "Dit systeem beslist alleen of wij uw gegevens mogen gebruiken.",
          "This system only decides whether we may use your data."),
        say(
          "Het neemt geen besluit met gevolgen voor uw rechten.",
          "It takes no decision that affects your rights."),
        say(
          "U kunt bij elk antwoord zien waarom het zo is.",
          "For every answer you can see why it is so."),
      ])
  }
}

extension String {
  var firstUppercased: String { prefix(1).uppercased() + dropFirst() }
}
