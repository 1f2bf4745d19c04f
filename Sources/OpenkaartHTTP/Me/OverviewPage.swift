import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me`: the least one wants to know, and the ways to the rest.
struct OverviewPage {
  let page: MePage
  private let words: Words
  private let uses: [OwnUse]
  private let sentences: UseSentences

  init(_ page: MePage) {
    self.page = page
    words = page.words("me")
    uses = page.uses
    sentences = UseSentences(page)
  }

  func response() -> Response {
    let name = page.card.attributes.first { $0.name == "givenName" }?.value
    let title = name.map { words("hello", ["name": $0]) } ?? words("helloNobody")
    let table = Table(
      caption: words("monthly"), heads: [words("month"), words("messages")],
      rows: months.map { ($0.name, ["\($0.count)"]) }, numbers: [1])
    return page.pages.response(
      "overview", page.frame(title, at: "/me", tab: .overview),
      [
        "intro": words("intro", ["controller": page.policy.controller.name]), "cards": cards,
        "timeline": uses.isEmpty
          ? false as Any : ["entries": uses.prefix(3).map { sentences.entry($0).view }],
        "gave": benefits.isEmpty ? false as Any : ["rows": benefits.map(\.view)],
        "promises": promises.isEmpty ? false as Any : ["rows": promises.map(\.view)],
        "monthly": hasMessages ? monthly.view : false as Any,
        "table": hasMessages ? table.view : false as Any,
      ])
  }

  private var cards: [[String: Any]] {
    let recent = uses.filter { $0.at >= page.now.advanced(by: -90 * 86_400_000) }
    let granted = Set(
      page.card.permissions.filter(\.hasConsent).map(\.purpose)
    ).count
    func card(_ count: Int, _ key: String, _ path: String, _ way: String) -> [String: Any] {
      ["count": "\(count)", "text": words(one(count, key)), "link": path, "way": words(way)]
    }
    return [
      card(
        page.card.attributes.count + page.card.identifiers.count, "knownCard", "/me/known", "look"),
      card(recent.count { $0.kind == .used }, "usedCard", "/me/uses?kind=used", "look"),
      card(recent.count { $0.kind == .refused }, "refusedCard", "/me/uses?kind=refused", "look"),
      card(granted, "choicesCard", "/me/choices", "change"),
    ]
  }

  /// The words for one, or those for any other number.
  private func one(_ count: Int, _ key: String) -> String { count == 1 ? key + "One" : key }

  // MARK: What it gave

  private var benefits: [SummaryRow] {
    page.policy.purposes.compactMap { purpose in
      guard let benefit = purpose.benefit else { return nil }
      let consent = page.card.consents.first { entry in
        if case .consented(let consent) = entry.fact.content {
          consent.purpose == purpose.id
        } else {
          false
        }
      }
      let isOn = page.card.permissions.contains { $0.purpose == purpose.id && $0.hasConsent }
      let count = uses.count { $0.kind == .used && $0.purpose == purpose.id }
      let since = consent.map { page.day($0.fact.placedAt) } ?? ""
      return SummaryRow(
        name: purpose.label[page.language], value: benefit[page.language],
        notes: [
          isOn
            ? words(one(count, "gaveSince"), ["day": since, "count": "\(count)"])
            : words("gaveNot")
        ],
        tag: Tag(label: words(isOn ? "gaveOn" : "gaveOff"), look: isOn ? .yes : .plain))
    }
  }

  private var promises: [SummaryRow] {
    var ends: [String: String] = [:]
    for entry in page.card.timeline {
      let (id, key): (String?, String) =
        switch entry.fact.content {
        case .promiseKept(let id): (id, "promiseKept")
        case .promiseBroken(let id): (id, "promiseBroken")
        case .promiseMadeGood(let id): (id, "promiseMadeGood")
        default: (nil, "")
        }
      // The timeline begins with the newest, which counts.
      if let id, ends[id] == nil { ends[id] = key }
    }
    return page.card.timeline.compactMap { entry in
      guard case .promised(let promise) = entry.fact.content else { return nil }
      let key = promise.promise.flatMap { ends[$0] } ?? "promiseOpen"
      let look: Tag.Look =
        switch key {
        case "promiseKept", "promiseMadeGood": .yes
        case "promiseBroken": .no
        default: .wait
        }
      return SummaryRow(
        name: promise.what ?? words("promiseUnnamed"), value: page.day(entry.fact.placedAt),
        notes: promise.due.map { [words("promiseDue", ["day": page.day($0)])] } ?? [],
        tag: Tag(label: words(key), look: look))
    }
  }

  // MARK: Messages per month

  /// The last six months, oldest first, and how many messages came in each.
  private var months: [(name: String, count: Int)] {
    let today = page.zone.day(of: page.now)
    let first = Day(year: today.year, month: today.month, day: 1) ?? today
    return (0..<6).reversed().map { back in
      let start = first.adding(months: -back)
      let (from, to) = (page.zone.start(of: start), page.zone.start(of: start.adding(months: 1)))
      let name = page.zone.text(of: from, in: page.language).split(separator: " ")
      return (
        name.count > 1 ? String(name[1].prefix(3)) : start.iso,
        uses.count { $0.kind == .used && from <= $0.at && $0.at < to }
      )
    }
  }

  /// A picture of nothing says less than a sentence.
  private var hasMessages: Bool { months.contains { $0.count > 0 } }

  private var monthly: BarChart {
    let wish = page.card.wishes.frequency[.email].map { frequency in
      let perMonth = Int64(frequency.count) * 30 * 86_400_000 / frequency.window.milliseconds
      let count = Int(clamping: max(1, perMonth))
      return (value: min(count, 100), label: words("wish", ["count": "\(count)"]))
    }
    return BarChart(
      caption: words("monthlyOver"), summary: words("monthlySummary"),
      bars: months.map { .init(name: $0.name, value: $0.count) }, mark: wish)
  }
}

extension CustomerCard.Permission {
  /// Whether a consent stands behind it, whatever else stops it.
  var hasConsent: Bool { decision.reasons.contains { $0.code == .basisConsent } }
}
