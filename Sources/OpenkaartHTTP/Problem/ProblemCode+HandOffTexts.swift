import OpenkaartCore

extension ProblemCode {
  /// The sentences about what is handed off to senders.
  var handOffTexts: (title: LocalizedText, next: LocalizedText) {
    switch self {
    case .reservationUnknown:
      (
        .init(nl: "Deze reservering bestaat niet.", en: "There is no such reservation."),
        .init(
          nl: "Vraag opnieuw om een besluit met `reserve=true`.",
          en: "Ask for a decision with `reserve=true` again.")
      )
    case .reservationUsed:
      (
        .init(nl: "Deze reservering is al gebruikt.", en: "This reservation was used before."),
        .init(
          nl: "Het bericht telt als verstuurd. Verstuur het niet nog eens.",
          en: "The message counts as sent. Do not send it again.")
      )
    default:
      (
        .init(
          nl: "Deze reservering is verlopen of geannuleerd.",
          en: "This reservation has expired or was cancelled."),
        .init(
          nl: "Verstuur niets. Vraag opnieuw om een besluit met `reserve=true`.",
          en: "Send nothing. Ask for a decision with `reserve=true` again.")
      )
    }
  }
}
