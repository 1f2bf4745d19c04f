internal import OpenkaartCore

/// The messages by which customers get in.
struct SignInLetters: Sendable {
  /// The sender's address; the controller's if `nil`.
  let sender: String?
  let address: @Sendable () -> String

  /// A message; `nil` when it has nobody to go to, or nobody to come from.
  func letter(
    _ aim: SignInRequest.Aim, link: String, code: String, from controller: Controller,
    to recipient: MailAddress?, at moment: Timestamp, _ language: Language
  ) -> MailMessage? {
    // An unknown address takes the same work: the letter is made, and goes nowhere.
    guard let sender = MailAddress(sender ?? controller.contact.email ?? "", name: controller.name)
    else { return nil }
    let url = "\(address())/sign-in/link/\(link)"
    let letter = Letter(
      subject: Self.subjects(aim, controller.name)[language], language: language,
      blocks: blocks(aim, url, shown(code), controller.name, language))
    return recipient.map { letter.message(from: sender, to: $0, at: moment) }
  }

  private func shown(_ code: String) -> String { "\(code.prefix(4))-\(code.suffix(4))" }

  private static func subjects(_ aim: SignInRequest.Aim, _ name: String) -> LocalizedText {
    switch aim {
    case .enter:
      LocalizedText(nl: "Uw pagina bij \(name)", en: "Your page at \(name)")
    case .raise:
      LocalizedText(nl: "Uw code voor \(name)", en: "Your code for \(name)")
    }
  }

  private func blocks(
    _ aim: SignInRequest.Aim, _ url: String, _ code: String, _ name: String, _ language: Language
  ) -> [Letter.Block] {
    func say(_ nl: String, _ en: String) -> String { LocalizedText(nl: nl, en: en)[language] }
    let closing = Letter.Block.closing(
      say(
        "\(name). Vroeg u dit niet? Dan hoeft u niets te doen. Niemand komt binnen zonder deze mail.",
        "\(name). Did you not ask for this? Then do nothing. Nobody gets in without this mail."))
    guard aim == .enter else {
      return [
        .paragraph(
          say(
            "U wilt iets doen waarvoor wij zeker willen weten dat u het bent. Typ deze code:",
            "You want to do something for which we must be sure that it is you. Type this code:")),
        .code(code),
        .paragraph(say("De code werkt tien minuten.", "The code works for ten minutes.")), closing,
      ]
    }
    return [
      .paragraph(
        say(
          "Op uw pagina ziet u wat wij van u weten en wat wij ermee doen.",
          "Your page shows what we know of you and what we do with it.")),
      .action(label: say("Naar mijn pagina", "To my page"), url: url),
      .paragraph(
        say(
          "Of typ deze code in het venster waar u begon:",
          "Or type this code in the window where you began:")),
      .code(code),
      .paragraph(
        say(
          "De link en de code werken tien minuten, één keer.",
          "The link and the code work for ten minutes, once.")), closing,
    ]
  }
}
