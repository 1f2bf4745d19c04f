import HTTPTypes
import Hummingbird
import OpenkaartCore

/// The page `/design`: every part of the design, as a page shows it.
struct DesignPage {
  let pages: PageMaker

  func response(in language: Language, isChosen: Bool = false) -> Response {
    let words = pages.words.table("design", in: language)
    var frame = PageFrame(title: words("title"), language: language, path: "/design")
    frame.isLanguageChosen = isChosen
    let values = forms(words).merging(found(words)) { $1 }.merging(lists(words)) { $1 }
    return pages.response("design", frame, values, headers: [.cacheControl: "no-cache"])
  }

  private func forms(_ words: Words) -> [String: Any] {
    [
      "buttons": [("save", ""), ("back", "other"), ("erase", "grave")].map { key, look in
        ["label": words(key), "look": look.isEmpty ? false : look as Any, "name": false]
      },
      "fields": [
        Field(
          id: "email", label: words("email"), kind: .email, hint: words("emailHint"),
          autocomplete: "email"
        ).view,
        Field(
          id: "code", label: words("code"), error: words("codeError"), value: "7hk2mw0q",
          look: "code", most: 20
        ).view,
      ],
      "choices": [
        Choices(
          id: "topics", label: words("topics"), hint: words("topicsHint"),
          items: [
            .init(value: "cars", label: words("cars"), isChosen: true, about: words("carsAbout")),
            .init(value: "service", label: words("service")),
          ]
        ).view
      ],
      "select": Select(
        id: "often", label: words("often"),
        options: ["weekly", "monthly"].map { .init(value: $0, label: words($0)) }
      ).view,
    ]
  }

  private func found(_ words: Words) -> [String: Any] {
    [
      "notices": [
        PageFrame.Notice(look: .yes, heading: words("done"), lines: [words("doneText")]).view,
        PageFrame.Notice(look: .wait, heading: words("waiting"), lines: [words("waitingText")])
          .view,
      ],
      "tags": [
        Tag(label: words("used"), look: .yes).view, Tag(label: words("notSent"), look: .no).view,
        Tag(label: words("stateOpen"), look: .wait).view, Tag(label: words("current")).view,
      ],
      "progress": [
        "steps": [("stepOne", true), ("stepTwo", false)].map { key, isDone -> [String: Any] in
          [
            "title": words(key), "done": isDone, "text": false, "command": false,
            "state": words(isDone ? "stateDone" : "stateOpen"),
          ]
        }
      ],
    ]
  }

  private func lists(_ words: Words) -> [String: Any] {
    let months = [("september", 2), ("october", 5), ("november", 1)]
    let why = (summary: words("why"), lines: [words("whyText")])
    return [
      "summary": [
        "rows": [
          SummaryRow(
            name: words("email"), value: "anna@example.nl", notes: [words("since")],
            tag: Tag(label: words("current"), look: .yes),
            action: .init(name: words("change"), link: "#main")
          ).view
        ]
      ],
      "timeline": [
        "entries": [
          TimelineEntry(
            moment: .init(milliseconds: 1_793_700_000_000), when: words("day"),
            what: words("refused"), look: .no, tag: Tag(label: words("notSent"), look: .no),
            more: why
          ).view,
          TimelineEntry(
            moment: .init(milliseconds: 1_793_700_000_000), when: words("day"),
            what: words("sent"), look: .yes, tag: Tag(label: words("used"), look: .yes)
          ).view,
        ]
      ],
      "paging": Paging(text: words("page"), newer: nil, older: "#main").view,
      "charts": [
        BarChart(
          caption: words("chart"), summary: words("chartSummary"),
          bars: months.map { .init(name: words($0), value: $1) }, mark: (4, words("wish"))
        ).view
      ],
      "table": Table(
        caption: words("chart"), heads: [words("month"), words("messages")],
        rows: months.map { (words($0), ["\($1)"]) }, numbers: [1]
      ).view,
    ]
  }
}
