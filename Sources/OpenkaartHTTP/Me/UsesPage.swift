import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/uses`: every use and every refusal in a sentence, newest first.
struct UsesPage {
  let page: MePage
  /// What is shown of it.
  let kind: OwnUse.Kind?
  let purpose: String?
  /// The page of the list, from 1.
  var number = 1
  /// What is searched for; it came in a form, so that it stands in no address.
  var search: String?

  private static let perPage = 20
  private static let mostFound = 200

  func response() -> Response {
    let (words, sentences) = (page.words("uses"), UseSentences(page))
    let chosen = page.uses.filter { use in
      (kind == nil || use.kind == kind) && (purpose == nil || use.purpose == purpose)
    }
    let (shown, paging) =
      search.map { found($0, in: chosen, sentences, words) }
      ?? part(of: chosen, words)
    let all = Dictionary(grouping: page.uses.filter { $0.kind == .used }) { $0.purpose }
    return page.pages.response(
      "uses",
      page.frame(words("title"), at: "/me/uses", tab: .uses, query: query(number)),
      [
        "token": page.visitor.formToken, "hasProofs": page.hasProofs, "kinds": kinds(words).view,
        "purposes": purposes(words).view,
        "search": Field(
          id: "search", label: words("search"), kind: .search, hint: words("searchHint"),
          value: search ?? "", most: 80
        ).view,
        "timeline": shown.isEmpty ? false as Any : ["entries": shown.map(\.view)],
        "paging": paging.view, "chart": all.isEmpty ? false as Any : chart(all).view,
        "table": all.isEmpty ? false as Any : table(all).view,
      ])
  }

  private func part(of uses: [OwnUse], _ words: Words) -> ([TimelineEntry], Paging) {
    let last = max(1, (uses.count + Self.perPage - 1) / Self.perPage)
    let number = min(max(1, number), last)
    let start = (number - 1) * Self.perPage
    let shown = uses.dropFirst(start).prefix(Self.perPage)
    let text = words(
      "range",
      [
        "from": "\(shown.isEmpty ? 0 : start + 1)", "to": "\(start + shown.count)",
        "all": "\(uses.count)",
      ])
    func address(_ number: Int) -> String { "/me/uses?\(query(number))" }
    let sentences = UseSentences(page)
    return (
      shown.map { sentences.entry($0) },
      Paging(
        text: text, newer: number > 1 ? address(number - 1) : nil,
        older: number < last ? address(number + 1) : nil)
    )
  }

  private func found(
    _ search: String, in uses: [OwnUse], _ sentences: UseSentences, _ words: Words
  ) -> ([TimelineEntry], Paging) {
    let wanted = search.lowercased()
    let hits = uses.map { sentences.entry($0) }.filter { $0.what.lowercased().contains(wanted) }
    let shown = Array(hits.prefix(Self.mostFound))
    let text =
      shown.count < hits.count
      ? words("first", ["count": "\(shown.count)", "all": "\(hits.count)"])
      : words(
        "range",
        [
          "from": shown.isEmpty ? "0" : "1", "to": "\(shown.count)", "all": "\(hits.count)",
        ])
    return (shown, Paging(text: text, newer: nil, older: nil))
  }

  private func query(_ number: Int) -> String {
    var parts: [String] = []
    if let kind { parts.append("kind=\(kind.rawValue)") }
    if let purpose { parts.append("purpose=\(purpose)") }
    if number > 1 { parts.append("page=\(number)") }
    return parts.joined(separator: "&")
  }

  // MARK: What to show

  private func kinds(_ words: Words) -> Select {
    let all: [(OwnUse.Kind, String)] = [
      (.used, "kindUsed"), (.refused, "kindRefused"), (.waited, "kindWaited"),
      (.allowed, "kindAllowed"), (.looked, "kindLooked"),
    ]
    return Select(
      id: "kind", label: words("kind"),
      options: [.init(value: "", label: words("anyKind"), isChosen: kind == nil)]
        + all.map { .init(value: $0.rawValue, label: words($1), isChosen: $0 == kind) })
  }

  private func purposes(_ words: Words) -> Select {
    Select(
      id: "purpose", label: words("purpose"),
      options: [.init(value: "", label: words("anyPurpose"), isChosen: purpose == nil)]
        + page.policy.purposes.map {
          .init(value: $0.id, label: $0.label[page.language], isChosen: $0.id == purpose)
        })
  }

  // MARK: The picture

  private func counts(_ uses: [String?: [OwnUse]]) -> [(name: String, count: Int)] {
    uses.map { purpose, uses in
      (purpose.map { page.purposeName($0) } ?? page.words("me")("noPurpose"), uses.count)
    }.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }
  }

  private func chart(_ uses: [String?: [OwnUse]]) -> BarChart {
    let words = page.words("me")
    return BarChart(
      caption: words("perPurposeOver"), summary: words("perPurposeSummary"),
      bars: counts(uses).map { .init(name: $0.name, value: $0.count) }, isLying: true)
  }

  private func table(_ uses: [String?: [OwnUse]]) -> Table {
    let words = page.words("me")
    return Table(
      caption: words("perPurpose"), heads: [words("purpose"), words("times")],
      rows: counts(uses).map { ($0.name, ["\($0.count)"]) }, numbers: [1])
  }
}
