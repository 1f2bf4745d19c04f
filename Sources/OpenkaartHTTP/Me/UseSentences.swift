import OpenkaartCore
import OpenkaartService

/// Tells of a use of data, or of one that was refused, in a sentence to the person it is about.
struct UseSentences {
  let page: MePage
  private let words: Words
  private let reasons: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("uses")
    reasons = page.words("reasons")
  }

  /// What happened, such as "We did not send you “autumn” (Offers) by e-mail, because …".
  func sentence(_ use: OwnUse) -> String {
    let channel = use.channel.flatMap { $0 == .none ? nil : $0 }
    guard use.kind != .looked else {
      return words(use.purpose == nil ? "looked" : "lookedFor", ["what": what(use)])
    }
    return words(
      Self.key(use.kind) + (channel == nil ? "None" : ""),
      [
        "what": what(use), "channel": channel?.label[page.language] ?? "", "why": why(use),
      ])
  }

  /// Why something happened or did not, in a clause that follows "because".
  func clause(_ code: ReasonCode) -> String { reasons(code.rawValue) }

  /// Why something is not done now; most clauses tell of what was and of what is in the same words.
  func presentClause(_ code: ReasonCode) -> String {
    let now = page.words("reasonsNow")
    return now.texts[code.rawValue] == nil ? clause(code) : now(code.rawValue)
  }

  private static func key(_ kind: OwnUse.Kind) -> String {
    switch kind {
    case .used, .looked: "used"
    case .allowed: "allowed"
    case .refused: "refused"
    case .waited: "waited"
    }
  }

  private func what(_ use: OwnUse) -> String {
    let purpose = use.purpose.map { page.purposeName($0) }
    return switch (use.activity, purpose) {
    case (let activity?, let purpose?):
      words("activityOf", ["activity": activity, "purpose": purpose])
    case (let activity?, nil): words("activity", ["activity": activity])
    case (nil, let purpose?): purpose
    case (nil, nil): words(use.channel == nil ? "something" : "message")
    }
  }

  private func why(_ use: OwnUse) -> String {
    mainReason(use).map { clause($0) } ?? words("unknownWhy")
  }

  /// The hardest stop; of an allow the basis.
  private func mainReason(_ use: OwnUse) -> ReasonCode? {
    use.kind == .allowed ? use.reasons.first { $0 >= .basisConsent } : use.reasons.first
  }

  private func proof(of use: OwnUse) -> PageFrame.Link? {
    guard page.hasProofs else { return nil }
    let path =
      switch use.proof {
      case .fact(let fact): "fact/\(fact.shownName)"
      case .entry(let number): "\(number)"
      }
    return PageFrame.Link(name: words("proof"), link: "/me/records/\(path)")
  }

  /// The entry of a timeline.
  func entry(_ use: OwnUse) -> TimelineEntry {
    var lines: [String] = []
    for code in use.reasons where code != mainReason(use) && (code < .basisConsent) {
      lines.append(words("otherWhy", ["why": clause(code)]))
    }
    if let purpose = use.purpose {
      lines.append(words("forPurpose", ["purpose": page.purposeName(purpose)]))
    }
    if let version = use.policyVersion {
      lines.append(words("policy", ["version": String(version.prefix(8))]))
    }
    let (key, look, tag): (String, TimelineEntry.Look, Tag.Look) =
      switch use.kind {
      case .used: ("kindUsed", .accent, .accent)
      case .allowed: ("kindAllowed", .yes, .yes)
      case .looked: ("kindLooked", .quiet, .plain)
      case .refused: ("kindRefused", .no, .no)
      case .waited: ("kindWaited", .wait, .wait)
      }
    return TimelineEntry(
      moment: use.at, when: page.zone.text(of: use.at, in: page.language), what: sentence(use),
      look: look, tag: Tag(label: words(key), look: tag),
      more: lines.isEmpty ? nil : (words("why"), lines), proof: proof(of: use))
  }
}
