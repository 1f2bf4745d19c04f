import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/records`: every record about the person in the log, by number, so that one that is
/// left out shows.
struct RecordsPage {
  let page: MePage
  let list: OwnRecordList
  /// The page of the list, from 1.
  var number = 1
  private static let perPage = 25

  func response() -> Response {
    let words = page.words("records")
    let last = max(1, (list.records.count + Self.perPage - 1) / Self.perPage)
    let number = min(max(1, number), last)
    let start = (number - 1) * Self.perPage
    let shown = list.records.reversed().dropFirst(start).prefix(Self.perPage)
    func address(_ number: Int) -> String { "/me/records?page=\(number)" }
    var frame = page.frame(
      words("title"), at: "/me/records", tab: .uses, query: number > 1 ? "page=\(number)" : "")
    frame.trail = .init(name: page.words("uses")("title"), link: "/me/uses")
    return page.pages.response(
      "records", frame,
      [
        "series": list.series.enumerated().map { sentence($1, place: $0 + 1, words) },
        "hasGaps": list.series.contains { !$0.gaps.isEmpty },
        "isMany": list.series.count > 1,
        "list": ["rows": shown.map { row($0, words).view }],
        "paging": Paging(
          text: words(
            "range",
            [
              "from": "\(shown.isEmpty ? 0 : start + 1)", "to": "\(start + shown.count)",
              "all": "\(list.records.count)",
            ]), newer: number > 1 ? address(number - 1) : nil,
          older: number < last ? address(number + 1) : nil
        ).view,
      ])
  }

  private func sentence(
    _ series: OwnRecordList.Series, place: Int, _ words: Words
  ) -> [String: Any] {
    let gaps = series.gaps.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
    }
    let row = list.series.count > 1 ? words("row", ["row": "\(place)"]) + " " : ""
    return [
      "text": row + words("numbered", ["last": "\(series.last)"]),
      "gaps": words(gaps.isEmpty ? "complete" : "gaps", ["numbers": gaps.joined(separator: ", ")]),
      "isWhole": gaps.isEmpty,
    ]
  }

  private func row(_ record: OwnRecord, _ words: Words) -> SummaryRow {
    let series =
      list.series.count > 1 ? words("inRow", ["row": "\(record.series)"]) : nil
    return SummaryRow(
      name: words("number", ["number": "\(record.running)"]),
      value: RecordWords(page).what(record),
      notes: [
        [page.zone.text(of: record.at, in: page.language), series].compactMap(\.self)
          .joined(separator: " · ")
      ],
      action: .init(name: words("proof"), link: "/me/records/\(record.number)"))
  }
}

/// Says in a few words what a record tells of.
struct RecordWords {
  private let page: MePage
  private let words: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("records")
  }

  func what(_ record: OwnRecord) -> String {
    if let fact = record.fact, let kind = FactKind(rawValue: record.kind) {
      if let use = page.uses.first(where: { $0.proof == .fact(fact) }) {
        return UseSentences(page).sentence(use)
      }
      return words(
        "fact",
        [
          "what": kind.label[page.language].firstLetterUp,
          "source": page.sourceName(fact.source),
        ])
    }
    return words.name("kind-\(record.kind)")
  }
}
