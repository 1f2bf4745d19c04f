import OpenkaartCore
import OpenkaartService

/// What facts cannot prove, for people to read.
struct GapsText {
  let gaps: EvidenceGaps
  /// How many of the allowed rest on each statement; empty when nothing was asked.
  var reliance: [Statement: Int] = [:]
  /// Whether an offer may rest on sales, so that what they lack matters.
  let mayRestOnSales: Bool
  let language: Language

  var lines: [String] { unproven + (mayRestOnSales ? sales : []) + statements }

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  /// A line when there is anything to count; `one` and `more` are what follows the number.
  private func line(_ count: Int, _ one: LocalizedText, _ more: LocalizedText) -> [String] {
    count > 0 ? ["  \(language.number(count)) \(language.choose(count, one, more))"] : []
  }

  private var unproven: [String] {
    let consents = language.count(gaps.consents, .consents)
    return line(
      gaps.claimedConsents,
      LocalizedText(
        nl: "van \(consents) is overgenomen zonder bewijs: niet te gebruiken.",
        en: "of \(consents) came without proof: it permits nothing."),
      LocalizedText(
        nl: "van \(consents) zijn overgenomen zonder bewijs: niet te gebruiken.",
        en: "of \(consents) came without proof: they permit nothing."))
      + line(
        gaps.peopleWithoutPoint,
        LocalizedText(
          nl: "mens heeft geen adres of nummer voor dit kanaal.",
          en: "person has no address or number for this channel."),
        LocalizedText(
          nl: "mensen hebben geen adres of nummer voor dit kanaal.",
          en: "people have no address or number for this channel."))
  }

  private var sales: [String] {
    let purchases = language.count(gaps.purchases, .purchases)
    return line(
      gaps.purchasesWithoutPoint,
      LocalizedText(
        nl: "van \(purchases) noemt geen adres: daar rust geen aanbod op.",
        en: "of \(purchases) names no address: no offer can rest on it."),
      LocalizedText(
        nl: "van \(purchases) noemen geen adres: daar rust geen aanbod op.",
        en: "of \(purchases) name no address: no offer can rest on them."))
      + line(
        gaps.purchasesWithoutOptOut,
        LocalizedText(
          nl: "van \(purchases) toont niet dat een afmelding werd aangeboden.",
          en: "of \(purchases) does not show that an opt-out was offered."),
        LocalizedText(
          nl: "van \(purchases) tonen niet dat een afmelding werd aangeboden.",
          en: "of \(purchases) do not show that an opt-out was offered."))
      + line(
        gaps.purchasesWithoutSaleKind,
        LocalizedText(
          nl: "aankoop zegt niet of er betaald is.",
          en: "purchase does not say whether it was paid."),
        LocalizedText(
          nl: "aankopen zeggen niet of er betaald is.",
          en: "purchases do not say whether they were paid."))
  }

  private var statements: [String] {
    var lines: [String] = []
    for (statement, count) in gaps.statements.sorted(by: { $0.key.statedBy < $1.key.statedBy })
    where mayRestOnSales || reliance[statement] != nil {
      lines.append(
        "  \(language.count(count, .facts)): `\(statement.field)` "
          + words("op het woord van", "on the word of")
          + " \(statement.statedBy): \"\(statement.because)\"")
      guard let allowed = reliance[statement] else { continue }
      lines.append(
        "    " + words("Hierop rust het antwoord ja over", "The answer yes rests on it for")
          + " \(language.count(allowed, .people)).")
    }
    return lines
  }
}
