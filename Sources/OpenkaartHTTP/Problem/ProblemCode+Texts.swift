import OpenkaartCore

extension ProblemCode {
  /// The sentence and the next step of each code.
  var texts: (title: LocalizedText, next: LocalizedText) {
    switch self {
    case .requestMalformed, .requestInvalid, .requestTooLarge, .requestMediaType,
      .requestNotAcceptable, .requestTimeout, .requestHeader, .requestQuery, .requestCrossSite,
      .batchEmpty, .batchTooLarge:
      requestTexts
    case .routeUnknown, .routeMethod, .hostUnknown, .keyMissing, .keyInvalid, .keyRevoked,
      .keyScope, .rateExceeded:
      accessTexts
    case .reservationUnknown, .reservationUsed, .reservationEnded, .releaseUnknown, .releaseState,
      .releasePage, .segmentUnknown:
      handOffTexts
    default: stateTexts
    }
  }

  private var requestTexts: (title: LocalizedText, next: LocalizedText) {
    switch self {
    case .requestMalformed:
      (
        .init(nl: "De inhoud is geen geldige JSON.", en: "The body is no valid JSON."),
        .init(
          nl: "Kijk bij `errors` naar de regel en kolom en herstel die.",
          en: "See `errors` for the line and column, and mend it.")
      )
    case .requestInvalid:
      (
        .init(nl: "De inhoud klopt niet met het formaat.", en: "The body does not fit the format."),
        .init(
          nl: "Kijk bij `errors` welk veld het is. Onbekende velden worden geweigerd.",
          en: "See `errors` for the field. Unknown fields are refused.")
      )
    case .requestTooLarge:
      (
        .init(nl: "De inhoud is te groot of te diep.", en: "The body is too large or too deep."),
        .init(nl: "Stuur het in kleinere delen.", en: "Send it in smaller parts.")
      )
    case .requestMediaType:
      (
        .init(
          nl: "Dit soort inhoud wordt hier niet gelezen.", en: "This media type is not read here."),
        .init(
          nl: "Zet `Content-Type` op een soort dat in `accepts` staat, zonder compressie.",
          en: "Set `Content-Type` to one that `accepts` lists, without compression.")
      )
    case .requestNotAcceptable:
      (
        .init(
          nl: "Het antwoord bestaat niet in de gevraagde vorm.",
          en: "There is no answer in the form asked for."),
        .init(
          nl: "Vraag in `Accept` om een soort dat in `accepts` staat.",
          en: "Ask in `Accept` for one that `accepts` lists.")
      )
    case .requestTimeout:
      (
        .init(nl: "De inhoud kwam te langzaam binnen.", en: "The body came in too slowly."),
        .init(nl: "Stuur het opnieuw, in kleinere delen.", en: "Send it again, in smaller parts.")
      )
    case .requestHeader:
      (
        .init(nl: "Een kopregel klopt niet.", en: "A header is wrong."),
        .init(nl: "Lees `detail` en herstel die kopregel.", en: "Read `detail` and mend it.")
      )
    case .requestQuery:
      (
        .init(
          nl: "De vraag achter het vraagteken klopt niet.", en: "The query of the URL is wrong."),
        .init(
          nl: "Lees `detail`. Gegevens van mensen horen nooit in een URL.",
          en: "Read `detail`. Data of people never belongs in a URL.")
      )
    case .requestCrossSite:
      (
        .init(
          nl: "Dit formulier kwam niet van onze eigen pagina.",
          en: "This form did not come from our own page."),
        .init(
          nl: "Ga terug, laad de pagina opnieuw en probeer het nog eens.",
          en: "Go back, load the page again, and try once more.")
      )
    case .batchEmpty:
      (
        .init(nl: "Er staat niets in de lijst.", en: "The list is empty."),
        .init(nl: "Stuur ten minste één stuk.", en: "Send at least one item.")
      )
    default:
      (
        .init(nl: "Er staan te veel stukken in de lijst.", en: "The list has too many items."),
        .init(nl: "Stuur er ten hoogste 1.000 tegelijk.", en: "Send at most 1,000 at a time.")
      )
    }
  }

  private var accessTexts: (title: LocalizedText, next: LocalizedText) {
    switch self {
    case .routeUnknown:
      (
        .init(nl: "Dit adres bestaat hier niet.", en: "There is nothing at this address."),
        .init(
          nl: "Bekijk alle adressen op /v1/openapi.json.",
          en: "See every address at /v1/openapi.json.")
      )
    case .routeMethod:
      (
        .init(
          nl: "Dit adres kent deze methode niet.", en: "This address does not know this method."),
        .init(nl: "Gebruik een methode uit `Allow`.", en: "Use a method that `Allow` lists.")
      )
    case .hostUnknown:
      (
        .init(nl: "Deze server heet niet zo.", en: "This server does not go by that name."),
        .init(
          nl: "Gebruik een naam die onder `hosts` in de configuratie staat.",
          en: "Use a name that stands under `hosts` in the configuration.")
      )
    case .keyMissing:
      (
        .init(nl: "Er is geen API-sleutel meegestuurd.", en: "No API key was sent."),
        .init(
          nl: "Stuur `Authorization: Bearer okk_…`. Maak een sleutel met `openkaart apikey add`.",
          en: "Send `Authorization: Bearer okk_…`. Make a key with `openkaart apikey add`.")
      )
    case .keyInvalid:
      (
        .init(nl: "Deze API-sleutel bestaat niet.", en: "There is no such API key."),
        .init(
          nl: "Kijk of de sleutel heel is overgenomen, of maak een nieuwe.",
          en: "Check that the key was copied whole, or make a new one.")
      )
    case .keyRevoked:
      (
        .init(nl: "Deze API-sleutel is ingetrokken.", en: "This API key was revoked."),
        .init(
          nl: "Maak een nieuwe met `openkaart apikey add`.",
          en: "Make a new one with `openkaart apikey add`.")
      )
    case .keyScope:
      (
        .init(nl: "Deze API-sleutel mag dit niet.", en: "This API key may not do this."),
        .init(
          nl: "Maak een sleutel met het recht dat `scope` noemt.",
          en: "Make a key with the scope that `scope` names.")
      )
    default:
      (
        .init(nl: "Er kwamen te veel verzoeken.", en: "There were too many requests."),
        .init(
          nl: "Wacht zolang `Retry-After` zegt en stuur het opnieuw.",
          en: "Wait as long as `Retry-After` says and send it again.")
      )
    }
  }

  private var stateTexts: (title: LocalizedText, next: LocalizedText) {
    switch self {
    case .serverBusy:
      (
        .init(nl: "De server heeft het te druk.", en: "The server is too busy."),
        .init(
          nl: "Er is niets gedaan. Wacht zolang `Retry-After` zegt en stuur het opnieuw.",
          en: "Nothing was done. Wait as long as `Retry-After` says and send it again.")
      )
    case .serverStopping:
      (
        .init(nl: "De server stopt.", en: "The server is stopping."),
        .init(
          nl: "Er is niets gedaan. Stuur het straks opnieuw.",
          en: "Nothing was done. Send it again in a moment.")
      )
    case .serverFault:
      (
        .init(nl: "Er ging hier iets mis.", en: "Something went wrong here."),
        .init(
          nl: "Stuur het opnieuw. Blijft het, meld dan `instance` aan de beheerder.",
          en: "Send it again. If it stays, tell the administrator the `instance`.")
      )
    case .storeUnavailable:
      (
        .init(
          nl: "De gegevens zijn nu niet te bereiken.", en: "The data cannot be reached now."),
        .init(
          nl: "Zonder antwoord is het antwoord nee. De beheerder ziet de oorzaak in het logboek.",
          en: "Without an answer the answer is no. The administrator sees why in the log.")
      )
    case .storeFull:
      (
        .init(nl: "De schijf is vol.", en: "The disk is full."),
        .init(
          nl: "Wat bevestigd is, is bewaard. Maak ruimte en stuur de rest opnieuw.",
          en: "What was acknowledged is kept. Make room and send the rest again.")
      )
    case .policyMistakes:
      (
        .init(nl: "In het beleid staan fouten.", en: "The policy holds mistakes."),
        .init(
          nl: "Er is niets veranderd. Kijk bij `errors`, of draai `openkaart policy check`.",
          en: "Nothing changed. See `errors`, or run `openkaart policy check`.")
      )
    case .policyMissing:
      (
        .init(nl: "Er is nog geen beleid toegepast.", en: "No policy was applied yet."),
        .init(nl: "Draai `openkaart policy apply`.", en: "Run `openkaart policy apply`.")
      )
    case .purposeUnknown:
      (
        .init(nl: "Dit doel staat niet in het beleid.", en: "The policy has no such purpose."),
        .init(nl: "Kies een doel uit `accepts`.", en: "Choose a purpose that `accepts` lists.")
      )
    case .customerUnknown:
      (
        .init(nl: "Deze klant is hier niet bekend.", en: "No such customer is known here."),
        .init(
          nl: "Zoek met een ander kenmerk via /v1/customers/search.",
          en: "Search by another identifier at /v1/customers/search.")
      )
    case .idempotencyConflict:
      (
        .init(
          nl: "Deze `Idempotency-Key` hoort bij een ander verzoek.",
          en: "This `Idempotency-Key` belongs to another request."),
        .init(nl: "Geef elk verzoek een eigen sleutel.", en: "Give every request its own key.")
      )
    default:
      (
        .init(
          nl: "Hetzelfde verzoek loopt nog.", en: "The same request is still running."),
        .init(
          nl: "Wacht even en vraag het opnieuw.", en: "Wait a moment and ask again.")
      )
    }
  }
}
