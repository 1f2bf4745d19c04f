/// What a new version of the policy changes for people, one sentence each.
///
/// - SeeAlso: GDPR 13(3); WP260 rev.01 paragraph 29: changes must be told, and told apart.
public struct StatementChange: Hashable, Sendable {
  /// The part of the statement it is about.
  public let section: String
  public let sentence: LocalizedText

  /// Compares two policies as people are told of them; equal policies give nothing.
  public static func changes(from old: Policy, to new: Policy) -> [StatementChange] {
    var changes: [StatementChange] = []
    for purpose in new.purposes {
      if let before = old.purpose(purpose.id) {
        changes += PurposeDifference(before, purpose).changes
      } else {
        changes.append(
          StatementChange(
            "purpose-\(purpose.id)", nl: "Nieuw doel: \(purpose.label.nl.onOneLine).",
            en: "New purpose: \(purpose.label.en.onOneLine)."))
      }
    }
    for purpose in old.purposes where new.purpose(purpose.id) == nil {
      changes.append(
        StatementChange(
          "purposes", nl: "Wij stopten met: \(purpose.label.nl.onOneLine).",
          en: "We stopped with: \(purpose.label.en.onOneLine)."))
    }
    return changes + contents(old, new) + aroundPurposes(old, new)
  }

  init(_ section: String, nl: String, en: String) {
    self.section = section
    sentence = LocalizedText(nl: nl, en: en)
  }

  /// Data that came into a category, or left it.
  private static func contents(_ old: Policy, _ new: Policy) -> [StatementChange] {
    new.dataCategories.flatMap { category -> [StatementChange] in
      guard let before = old.dataCategories.first(where: { $0.id == category.id }) else {
        return []
      }
      func list(_ language: Language, _ one: DataCategory, _ other: DataCategory) -> String {
        let others = other.contents(in: language)
        return one.contents(in: language).filter { !others.contains($0) }.joined(in: language)
      }
      var changes: [StatementChange] = []
      if !list(.nl, category, before).isEmpty {
        changes.append(
          StatementChange(
            "data", nl: "Wij gebruiken nu ook: \(list(.nl, category, before)).",
            en: "We now also use: \(list(.en, category, before))."))
      }
      if !list(.nl, before, category).isEmpty {
        changes.append(
          StatementChange(
            "data", nl: "Wij gebruiken niet meer: \(list(.nl, before, category)).",
            en: "We no longer use: \(list(.en, before, category))."))
      }
      return changes
    }
  }

  /// Who we are, where data go, and whom to turn to.
  private static func aroundPurposes(_ old: Policy, _ new: Policy) -> [StatementChange] {
    let parts: [(Bool, StatementChange)] = [
      (
        old.controller.name != new.controller.name
          || old.controller.entity != new.controller.entity,
        StatementChange(
          "who", nl: "Het bedrijf heet nu \(new.controller.name.onOneLine).",
          en: "The company is now called \(new.controller.name.onOneLine).")
      ),
      (
        old.controller.contact != new.controller.contact
          || old.controller.dpo != new.controller.dpo,
        StatementChange(
          "who", nl: "U bereikt ons op een andere manier.", en: "You reach us in another way.")
      ),
      (
        old.register.transfers != new.register.transfers,
        StatementChange(
          "recipients", nl: "Wat er naar landen buiten Europa gaat, is veranderd.",
          en: "What goes to countries outside Europe has changed.")
      ),
      (
        old.register.security != new.register.security,
        StatementChange(
          "security", nl: "Wij bewaken uw gegevens op een andere manier.",
          en: "We guard your data in another way.")
      ),
      (
        old.controller.authority != new.controller.authority,
        StatementChange(
          "complain", nl: "De toezichthouder is veranderd.", en: "The authority has changed.")
      ),
      (
        Set(old.sources.map(\.system)) != Set(new.sources.map(\.system)),
        StatementChange(
          "data", nl: "Gegevens komen uit andere systemen.", en: "Data come from other systems.")
      ),
    ]
    return parts.filter(\.0).map(\.1)
  }
}

/// What changed in one purpose.
private struct PurposeDifference {
  private let old: Purpose
  private let new: Purpose

  init(_ old: Purpose, _ new: Purpose) {
    self.old = old
    self.new = new
  }

  var changes: [StatementChange] {
    var changes: [StatementChange] = []
    func tell(_ nl: String, _ en: String) {
      changes.append(
        StatementChange(
          "purpose-\(new.id)", nl: "\(new.label.nl.onOneLine): \(nl)",
          en: "\(new.label.en.onOneLine): \(en)"))
    }
    if old.label != new.label {
      tell("dit doel kreeg een andere naam.", "this purpose got another name.")
    }
    if old.bases != new.bases {
      tell("de reden waarom dit mag is anders.", "the reason why this is allowed is another.")
    }
    compare(
      old.dataCategories, new.dataCategories, names: DataWords.name(ofCategory:),
      more: { tell("wij gebruiken hiervoor nu ook \($0).", "we now also use \($1) for this.") },
      less: { tell("wij gebruiken hiervoor niet meer \($0).", "we no longer use \($1) for this.") })
    compare(
      old.recipients, new.recipients,
      names: { LocalizedText(nl: DataWords.spaced($0), en: DataWords.spaced($0)) },
      more: { tell("wij geven gegevens nu ook aan \($0).", "we now also give data to \($1).") },
      less: { tell("wij geven geen gegevens meer aan \($0).", "we no longer give data to \($1).") })
    if old.retention != new.retention {
      tell("wij bewaren gegevens een andere tijd.", "we keep data for another time.")
    }
    if Set(old.channels) != Set(new.channels) {
      tell("wij bereiken u langs andere wegen.", "we reach you by other ways.")
    }
    if old.benefit != new.benefit {
      tell("wat u ervoor krijgt is anders.", "what you get for it is another thing.")
    }
    if old.consent != new.consent {
      tell("de regels voor uw ja zijn anders.", "the rules for your yes are others.")
    }
    if old.isMarketing != new.isMarketing {
      new.isMarketing
        ? tell("dit is nu reclame.", "this is advertising now.")
        : tell("dit is geen reclame meer.", "this is no longer advertising.")
    }
    if old.validFrom != new.validFrom || old.validTo != new.validTo {
      tell("het geldt in een andere tijd.", "it holds for another time.")
    }
    return changes
  }

  private func compare(
    _ before: [String], _ after: [String], names: (String) -> LocalizedText,
    more: (String, String) -> Void, less: (String, String) -> Void
  ) {
    let added = after.filter { !before.contains($0) }.map(names)
    let gone = before.filter { !after.contains($0) }.map(names)
    if !added.isEmpty { more(added.map(\.nl).joined(in: .nl), added.map(\.en).joined(in: .en)) }
    if !gone.isEmpty { less(gone.map(\.nl).joined(in: .nl), gone.map(\.en).joined(in: .en)) }
  }
}
