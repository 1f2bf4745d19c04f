import OpenkaartCore

/// The mail that asks whether it was really the owner of the address who filled in a form.
///
/// It promotes nothing, for it goes to somebody who has not said yes yet.
///
/// - SeeAlso: rule M02; Telecommunicatiewet 11.7.
struct ConfirmationLetter {
  let asks: [FormSheet.Ask]
  let company: String
  let language: Language
  let url: String

  private func say(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  var letter: Letter {
    var blocks: [Letter.Block] = [
      .paragraph(
        say(
          "Iemand vulde dit adres in op een formulier van \(company).",
          "Somebody filled in this address on a form of \(company)."))
    ]
    if !asks.isEmpty {
      let chosen = asks.map { "\($0.purpose.label[language]) (\($0.channel.label[language]))" }
      blocks.append(
        .paragraph(say("Gekozen is: ", "The choice was: ") + chosen.joined(separator: ", ") + "."))
    }
    blocks += [
      .paragraph(say("Was u dat? Bevestig het dan.", "Was it you? Then confirm it.")),
      .action(label: say("Ja, dat was ik", "Yes, it was me"), url: url),
      .paragraph(
        say(
          "Was u het niet? Doe dan niets. Zonder uw ja gebeurt er niets.",
          "Was it not you? Then do nothing. Without your yes nothing happens.")),
      .paragraph(say("De link werkt een week.", "The link works for a week.")),
      .closing(company),
    ]
    return Letter(
      subject: say("Bevestig uw keuze bij \(company)", "Confirm your choice at \(company)"),
      language: language, blocks: blocks)
  }
}
