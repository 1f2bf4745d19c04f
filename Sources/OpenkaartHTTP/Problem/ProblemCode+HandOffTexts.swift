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
    case .releaseUnknown:
      (
        .init(nl: "Deze actie bestaat niet.", en: "There is no such release."),
        .init(nl: "Bekijk alle op /v1/releases.", en: "See all of them at /v1/releases.")
      )
    case .segmentUnknown:
      (
        .init(nl: "Het beleid heeft deze groep niet.", en: "The policy has no such segment."),
        .init(
          nl: "Bekijk alle op /v1/segments, of voeg hem toe aan het beleid.",
          en: "See all of them at /v1/segments, or add it to the policy.")
      )
    case .releaseState:
      (
        .init(
          nl: "De actie is niet zo ver, of al verder.",
          en: "The release is not that far yet, or further."),
        .init(
          nl: "Een concept wordt vastgezet, dan overhandigd. Beëindigd is voorgoed.",
          en: "A draft is frozen, then handed off. What is cancelled stays cancelled.")
      )
    case .releasePage:
      (
        .init(nl: "De actie heeft deze bladzijde niet.", en: "The release has no such page."),
        .init(
          nl: "Vraag een bladzijde onder het aantal in `pages`.",
          en: "Ask for a page below the number in `pages`.")
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
