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

  private func number(_ value: Int) -> String { language.number(value) }

  private func line(_ count: Int, _ nl: String, _ en: String) -> [String] {
    count > 0 ? ["  \(number(count)) \(words(nl, en))"] : []
  }

  private var unproven: [String] {
    line(
      gaps.claimedConsents,
      "van \(number(gaps.consents)) toestemmingen zijn overgenomen zonder bewijs: niet te gebruiken.",
      "of \(number(gaps.consents)) consents came without proof: they permit nothing.")
      + line(
        gaps.peopleWithoutPoint, "mensen hebben geen adres of nummer voor dit kanaal.",
        "people have no address or number for this channel.")
  }

  private var sales: [String] {
    line(
      gaps.purchasesWithoutPoint,
      "van \(number(gaps.purchases)) aankopen noemen geen adres: daar rust geen aanbod op.",
      "of \(number(gaps.purchases)) purchases name no address: no offer can rest on them.")
      + line(
        gaps.purchasesWithoutOptOut,
        "van \(number(gaps.purchases)) aankopen tonen niet dat een afmelding werd aangeboden.",
        "of \(number(gaps.purchases)) purchases do not show that an opt-out was offered.")
      + line(
        gaps.purchasesWithoutSaleKind, "aankopen zeggen niet of er betaald is.",
        "purchases do not say whether they were paid.")
  }

  private var statements: [String] {
    var lines: [String] = []
    for (statement, count) in gaps.statements.sorted(by: { $0.key.statedBy < $1.key.statedBy })
    where mayRestOnSales || reliance[statement] != nil {
      lines.append(
        "  \(number(count)) \(words("feiten", "facts")): `\(statement.field)` "
          + words("op het woord van", "on the word of")
          + " \(statement.statedBy): \"\(statement.because)\"")
      guard let allowed = reliance[statement].map({ number($0) }) else { continue }
      lines.append(
        "    " + words("Hierop rust het antwoord ja over", "The answer yes rests on it for")
          + " \(allowed) \(words("mensen.", "people."))")
    }
    return lines
  }
}
