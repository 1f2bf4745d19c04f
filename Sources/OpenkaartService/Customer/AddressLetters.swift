internal import OpenkaartCore

/// The mails about a change of address: to the new one, and to the old one.
struct AddressLetters {
  let company: String
  let language: Language

  private func say(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  /// Asks the owner of the new address whether it is theirs; it promotes nothing.
  func confirmation(_ url: String) -> Letter {
    Letter(
      subject: say(
        "Bevestig uw nieuwe adres bij \(company)", "Confirm your new address at \(company)"),
      language: language,
      blocks: [
        .paragraph(
          say(
            "Een klant van \(company) gaf dit adres op als nieuw e-mailadres.",
            "A customer of \(company) gave this address as their new e-mail address.")),
        .paragraph(
          say(
            "Was u dat? Bevestig het dan. De link werkt een dag.",
            "Was it you? Then confirm it. The link works for a day.")),
        .action(label: say("Dit is mijn nieuwe adres", "This is my new address"), url: url),
        .paragraph(
          say(
            "Was u het niet? Doe dan niets. Zonder uw ja verandert er niets.",
            "Was it not you? Then do nothing. Without your yes nothing changes.")),
        .closing(company),
      ])
  }

  /// Tells the owner of an address that is another customer's why nothing comes of it.
  func taken(_ contact: String) -> Letter {
    Letter(
      subject: say("Uw adres bij \(company)", "Your address at \(company)"), language: language,
      blocks: [
        .paragraph(
          say(
            "Iemand gaf dit adres op als nieuw e-mailadres bij \(company).",
            "Somebody gave this address as their new e-mail address at \(company).")),
        .paragraph(
          say(
            "Wij kennen dit adres al, van een andere klant. Daarom verandert er niets.",
            "We know this address already, of another customer. So nothing changes.")),
        .paragraph(
          say(
            "Bent u dat allebei? Vraag ons dan om de twee samen te voegen: \(contact)",
            "Are both of them you? Then ask us to join the two: \(contact)")),
        .closing(company),
      ])
  }

  /// Tells the owner of the old address, and lets them take it back.
  func notice(_ masked: String, until day: String, undo url: String) -> Letter {
    Letter(
      subject: say(
        "Uw e-mailadres bij \(company) verandert", "Your e-mail address at \(company) changes"),
      language: language,
      blocks: [
        .paragraph(
          say(
            "Op uw pagina bij \(company) is een nieuw adres opgegeven: \(masked).",
            "On your page at \(company) a new address was given: \(masked).")),
        .paragraph(
          say(
            "Was u dat? Dan hoeft u hier niets te doen.",
            "Was it you? Then there is nothing to do here.")),
        .paragraph(
          say(
            "Was u het niet? Zet het dan terug. Dat kan tot \(day).",
            "Was it not you? Then take it back. You can until \(day).")),
        .action(label: say("Dit was ik niet", "This was not me"), url: url),
        .closing(company),
      ])
  }
}
