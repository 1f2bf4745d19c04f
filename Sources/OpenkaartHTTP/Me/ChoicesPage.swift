import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/choices`: yes and no for each purpose, wishes, and what was said before.
struct ChoicesPage {
  let page: MePage
  private let words: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("choices")
  }

  /// The page.
  ///
  /// - Parameter wishes: The wishes as they were sent, when something is wrong with them.
  /// - Returns: The page, with the mistakes marked.
  func response(wishes: WishesForm? = nil) -> Response {
    var frame = page.frame(words("title"), at: "/me/choices", tab: .choices)
    frame.notice = page.doneNotice(
      "choices", ["yes": "doneYes", "no": "doneNo", "wishes": "doneWishes"])
    frame.mistakes = wishes?.mistakes.map { .init(id: $0.id, text: words($0.text)) } ?? []
    let history = page.card.consents.map { ConsentHistory(page).entry($0.fact) }
    return page.pages.response(
      "yourChoices", frame,
      [
        "token": page.visitor.formToken, "purposes": purposes,
        "form": (wishes ?? WishesForm(page.card.wishes, page.policy)).view(words, page),
        "timeline": history.isEmpty ? false as Any : ["entries": history.map(\.view)],
        "receipts": receipts.isEmpty ? false as Any : ["items": receipts],
      ], status: wishes == nil ? .ok : .unprocessableContent)
  }

  private var purposes: [[String: Any]] {
    page.policy.purposes.filter { $0.bases.contains(.consent) }.map { purpose in
      let notice = page.currentNotice(of: purpose)?.text[page.language]
      return [
        "id": purpose.id, "name": purpose.label[page.language],
        "benefit": purpose.benefit.map { words("benefit", ["benefit": $0[page.language]]) as Any }
          ?? false,
        "notice": notice.map { ["isOpen": false, "summary": words("words"), "lines": [$0]] as Any }
          ?? false,
        "channels": page.card.permissions.filter { $0.purpose == purpose.id }.map { row($0) },
      ]
    }
  }

  private func row(_ permission: CustomerCard.Permission) -> [String: Any] {
    let isOn = permission.hasConsent
    let channel = permission.channel
    let stop = permission.decision.reasons.first { $0.effect != .allow }
    let note =
      isOn
      ? stop.map { stop in
        words("stopsNow", ["why": UseSentences(page).presentClause(stop.code)])
      } : nil
    let name =
      channel == .none
      ? words("alone") : words("by", ["channel": channel.label[page.language]])
    return [
      "channel": channel.rawValue, "channelName": name, "note": note ?? false as Any,
      "answer": isOn ? "no" : "yes", "look": isOn ? "other tight" : "tight",
      "label": words(isOn ? "no" : "yes"),
      "tag": Tag(label: words(isOn ? "on" : "off"), look: isOn ? .yes : .plain).view,
    ]
  }

  private var receipts: [[String: Any]] {
    page.card.consents.compactMap { entry in
      guard case .consented = entry.fact.content else { return nil }
      return [
        "link": "/me/receipts/\(entry.fact.id.shownName)",
        "name": words("receipt", ["day": page.day(entry.fact.placedAt)]),
      ]
    }
  }
}

extension MePage {
  /// What people are told now before they are asked.
  func currentNotice(of purpose: Purpose) -> Notice.Version? {
    let today = zone.day(of: now)
    return policy.notices.first { $0.id == purpose.notice }?.versions
      .filter { $0.validFrom <= today }.max { $0.validFrom < $1.validFrom }
  }
}

/// What somebody said before about their consent, in sentences, with the very words they saw.
struct ConsentHistory {
  let page: MePage
  private let words: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("choices")
  }

  func entry(_ fact: Fact) -> TimelineEntry {
    let (sentence, look, lines) = told(fact)
    return TimelineEntry(
      moment: fact.placedAt, when: page.day(fact.placedAt), what: sentence, look: look,
      more: lines.isEmpty ? nil : (words("saw"), lines))
  }

  private func told(_ fact: Fact) -> (String, TimelineEntry.Look, [String]) {
    func purpose(_ id: String?) -> String { id.map { page.purposeName($0) } ?? words("everything") }
    switch fact.content {
    case .consented(let consent): return yes(consent)
    case .confirmed(let confirmation):
      return (words("confirmed", ["purpose": purpose(confirmation.purpose)]), .yes, [])
    case .refused(let no), .withdrew(let no):
      return (words("saidNo", ["purpose": purpose(no.purpose)]), .no, [])
    case .objected(let objection):
      return (words("objected", ["purpose": purpose(objection.purpose)]), .no, [])
    case .responded: return (words("unsubscribed"), .no, [])
    default: return (words("other"), .quiet, [])
    }
  }

  private func yes(_ consent: Consent) -> (String, TimelineEntry.Look, [String]) {
    let how = consent.method.map { page.words("names")($0.rawValue) } ?? words("somehow")
    let sentence =
      consent.channel == .none
      ? words("saidYesAlone", ["purpose": page.purposeName(consent.purpose), "how": how])
      : words(
        "saidYes",
        [
          "purpose": page.purposeName(consent.purpose),
          "channel": consent.channel.label[page.language], "how": how,
        ])
    guard let reference = consent.notice, let notice = page.policy.notice(reference) else {
      return (sentence, .wait, [words("sawNothing")])
    }
    return (
      sentence, .yes,
      [notice.text[page.language], words("sawVersion", ["version": reference.text])]
    )
  }
}
