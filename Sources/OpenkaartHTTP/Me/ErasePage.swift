import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// Tells of an erasure item by item: what it would do, and what it did.
struct ErasureWords {
  let policy: Policy
  let zone: ZoneRules
  let language: Language
  let words: Words

  /// Rows of what goes, and of what stays on which ground until when.
  ///
  /// - Parameter report: A plan, or a report of what was done.
  /// - Returns: What goes, what the law keeps, and what other people have too.
  func rows(
    _ report: ErasureReport
  ) -> (going: [SummaryRow], kept: [SummaryRow], shared: [SummaryRow]) {
    var (going, kept, shared): ([SummaryRow], [SummaryRow], [SummaryRow]) = ([], [], [])
    for (item, count) in sums(report.items) {
      let row = SummaryRow(name: label(item.what), value: "\(count)")
      switch item.outcome {
      case .erased: going.append(row)
      case .shared: shared.append(row)
      case .kept(let ground, let until):
        var row = row
        row.notes = [
          words("eraseGround", ["ground": name(of: ground)]),
          words("eraseUntil", ["day": zone.dayText(of: zone.start(of: until), in: language)]),
        ]
        kept.append(row)
      }
    }
    return (going, kept, shared)
  }

  /// The items in their order, those of one kind and outcome counted together.
  private func sums(
    _ items: [ErasureReport.Item]
  ) -> [(item: ErasureReport.Item, count: Int)] {
    var sums: [(item: ErasureReport.Item, count: Int)] = []
    for item in items {
      let place = sums.firstIndex { $0.item.what == item.what && $0.item.outcome == item.outcome }
      if let place { sums[place].count += item.count } else { sums.append((item, item.count)) }
    }
    return sums
  }

  private func label(_ what: ErasureReport.What) -> String {
    switch what {
    case .facts(let part): part.label[language].firstLetterUp
    case .identifiers, .rows, .keys, .mail: words("erase-\(what.name)")
    }
  }

  /// A law as it is written, or the name of the purpose that is a duty.
  private func name(of ground: String) -> String {
    guard ground.hasPrefix("purpose:") else { return ground }
    let id = String(ground.dropFirst("purpose:".count))
    return policy.purpose(id)?.label[language] ?? id
  }
}

/// The page `/me/rights/erase`: what goes, what stays and why, before anybody presses the button.
struct ErasePage {
  let page: MePage
  let plan: ErasureReport

  func response() -> Response {
    let words = page.words("rights")
    let told = ErasureWords(
      policy: page.policy, zone: page.zone, language: page.language, words: words
    ).rows(plan)
    var frame = page.frame(words("eraseTitle"), at: "/me/rights/erase", tab: .rights)
    frame.trail = .init(name: words("title"), link: "/me/rights")
    return page.pages.response(
      "erase", frame,
      [
        "token": page.visitor.formToken, "going": ["rows": told.going.map(\.view)],
        "kept": told.kept.isEmpty ? false as Any : ["rows": told.kept.map(\.view)],
        "common": told.shared.isEmpty ? false as Any : ["rows": told.shared.map(\.view)],
        "lost": lost.isEmpty ? false as Any : ["items": lost],
        "systems": systems.isEmpty
          ? false as Any : words("eraseSystems", ["systems": systems.joined(separator: ", ")]),
        "receivers": receivers.isEmpty
          ? false as Any : words("eraseReceivers", ["names": receivers.joined(separator: ", ")]),
        "contact": page.policy.controller.contact.email ?? false as Any,
        "button": ["label": words("eraseYes"), "look": "grave", "name": false] as [String: Any],
      ])
  }

  /// What the person gets now, and then no more.
  private var lost: [String] {
    page.policy.purposes.compactMap { purpose in
      let isOn = page.card.permissions.contains { $0.purpose == purpose.id && $0.hasConsent }
      guard isOn, let benefit = purpose.benefit else { return nil }
      return "\(purpose.label[page.language]): \(benefit[page.language])"
    }
  }

  /// The systems that told of the person; they have what they told.
  private var systems: [String] {
    page.card.sources.map(\.name).filter { name in
      page.policy.sources.contains { $0.id == name }
    }.map { page.sourceName($0) }
  }

  /// Others to whom data may have gone.
  private var receivers: [String] {
    var names: [String] = []
    for purpose in page.policy.purposes
    where page.uses.contains(where: { $0.kind == .used && $0.purpose == purpose.id }) {
      for name in purpose.recipients where !names.contains(name) { names.append(name) }
    }
    return names
  }
}

/// The page `/erased`: how far an erasure is, for a browser that keeps its ticket.
///
/// It stands apart from `/me`, for nobody is in any more: of the person nothing is known.
struct ErasedPage {
  let pages: PageMaker
  let policy: Policy
  let zone: ZoneRules
  let language: Language
  let isLanguageChosen: Bool

  func response(_ report: ErasureReport) -> Response {
    let words = pages.words.table("rights", in: language)
    var frame = PageFrame(title: words("erasedTitle"), language: language, path: "/erased")
    frame.brand = policy.controller.name
    frame.home = "/sign-in"
    frame.isLanguageChosen = isLanguageChosen
    let isFinal = report.state == .final
    let told = ErasureWords(policy: policy, zone: zone, language: language, words: words)
      .rows(report)
    return pages.response(
      "erased", frame,
      [
        "lead": words(isFinal ? "erasedLead" : "erasedSoon"),
        "steps": [
          step("erasedAsked", true, zone.text(of: report.at, in: language), words),
          step("erasedGone", true, words("erasedGoneText"), words),
          step(
            "erasedFinal", isFinal, words(isFinal ? "erasedFinalDone" : "erasedFinalText"), words),
        ],
        "going": told.going.isEmpty ? false as Any : ["rows": told.going.map(\.view)],
        "kept": told.kept.isEmpty ? false as Any : ["rows": told.kept.map(\.view)],
        "again": !isFinal,
        "contact": policy.controller.contact.email ?? false as Any,
        "authority": policy.controller.authority.map {
          words("authority", ["authority": $0]) as Any
        } ?? false,
      ])
  }

  private func step(_ key: String, _ isDone: Bool, _ text: String, _ words: Words) -> [String: Any]
  {
    [
      "title": words(key), "done": isDone, "command": false, "text": text,
      "state": words(isDone ? "requestClosed" : "requestOpen"),
    ]
  }
}
