import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// What every page of somebody who is in needs: whose it is, the words, and what stands around it.
struct MePage {
  let pages: PageMaker
  let visitor: Reception.Visitor
  let card: CustomerCard
  /// Every use and every refusal, newest first; none on a page that tells of none.
  let uses: [OwnUse]
  let language: Language
  let now: Timestamp
  /// Whether there is a log that proves what happened.
  let hasProofs: Bool
  private let isLanguageChosen: Bool
  private let done: String?

  init(
    _ call: Call, _ visitor: Reception.Visitor, _ card: CustomerCard,
    uses: [OwnUse], pages: PageMaker, now: Timestamp, hasProofs: Bool
  ) throws(Problem) {
    self.pages = pages
    self.visitor = visitor
    self.card = card
    self.uses = uses
    self.now = now
    self.hasProofs = hasProofs
    language = try call.language()
    isLanguageChosen = call.query["lang"] != nil
    done = call.done
  }

  var policy: Policy { card.gate.policy }
  var zone: ZoneRules { card.gate.zone }

  func words(_ table: String) -> Words { pages.words.table(table, in: language) }

  /// A moment as a day, as people write it.
  func day(_ moment: Timestamp) -> String {
    let text = zone.text(of: moment, in: language)
    return text.split(separator: ",").first.map(String.init) ?? text
  }

  func purposeName(_ id: String) -> String { policy.purpose(id)?.label[language] ?? id }

  func sourceName(_ id: String) -> String {
    policy.sources.first { $0.id == id }?.system ?? words("names").name(id)
  }

  /// What stands around the content; `tab` is the tab it is under.
  func frame(_ title: String, at path: String, tab: Tab, query: String = "") -> PageFrame {
    let me = words("me")
    var frame = PageFrame(title: title, language: language, path: path, query: query)
    frame.brand = policy.controller.name
    frame.home = "/me"
    frame.isLanguageChosen = isLanguageChosen
    frame.tabs = .init(
      label: me("tabs"),
      items: Tab.allCases.map {
        .init(name: me($0.rawValue), link: $0.path, isHere: $0 == tab)
      })
    frame.footLinks = .init(
      label: me("footer"),
      items: [
        .init(name: me("access"), link: "/me/access"), .init(name: me("privacy"), link: "/privacy"),
      ])
    frame.leave = .init(label: me("leave"), action: "/sign-out", token: visitor.formToken)
    return frame
  }

  /// Says on the page what was just done, in the words of a table.
  func doneNotice(_ table: String, _ keys: [String: String]) -> PageFrame.Notice? {
    guard let key = done.flatMap({ keys[$0] }) else { return nil }
    let words = words(table)
    return .init(look: .yes, heading: words("done"), lines: [words(key)])
  }

  /// The pages between which the tabs lead.
  enum Tab: String, CaseIterable {
    case overview, known, uses, choices, rights

    var path: String { self == .overview ? "/me" : "/me/\(rawValue)" }
  }
}
