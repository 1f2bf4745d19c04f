import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// All that is known of somebody, to take along: to read, for programs, and for a spreadsheet.
///
/// - SeeAlso: GDPR 15(3), 20(1).
struct OwnCopy {
  let page: MePage

  enum Form: String, CaseIterable {
    case html, json, csv
  }

  func response(_ form: Form) -> Response {
    var response: Response
    switch form {
    case .html: response = html
    case .json: response = .json(JSONWriter.bytes { CardDocument(page.card).write(to: &$0) })
    case .csv:
      response = Response(
        status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: csv)))
    }
    response.headers[.contentDisposition] = "attachment; filename=\"my-data.\(form.rawValue)\""
    return response
  }

  private var html: Response {
    let (words, names) = (page.words("access"), page.words("names"))
    let frame = PageFrame(
      title: words("copyTitle"), language: page.language, path: "/me/copy")
    let who =
      page.card.identifiers.map { SummaryRow(name: names.name($0.type.name), value: $0.value) }
      + page.card.attributes.map {
        SummaryRow(
          name: names.name($0.name), value: names.name($0.value),
          notes: [page.sourceName($0.source)])
      }
    let table = Table(
      caption: words("what"),
      heads: [words("when"), words("kind"), words("source"), words("said")],
      rows: page.card.timeline.map { entry in
        (
          page.zone.text(of: entry.fact.placedAt, in: page.language),
          [
            entry.fact.content.kind.label[page.language],
            page.sourceName(entry.fact.id.source), Self.content(of: entry.fact),
          ]
        )
      })
    let sentences = UseSentences(page)
    let uses = Table(
      caption: words("usesCaption"), heads: [words("when"), words("kind")],
      rows: page.uses.map {
        (page.zone.text(of: $0.at, in: page.language), [sentences.sentence($0)])
      })
    return page.pages.response(
      "copied", frame,
      [
        "made": words("copyMade", ["day": page.day(page.now)]),
        "who": ["rows": who.map(\.view)], "table": table.view, "uses": uses.view,
        "controller": page.policy.controller.name,
      ])
  }

  /// What a fact says, as its document does, without what stands in other columns.
  private static func content(of fact: Fact) -> String {
    var json = JSONWriter()
    fact.document(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private var csv: String {
    var lines = ["when,kind,source,id,document"]
    for entry in page.card.timeline {
      let fact = entry.fact
      let cells = [
        fact.placedAt.rfc3339(), fact.content.kind.rawValue, fact.id.source, fact.id.id,
        Self.content(of: fact),
      ]
      lines.append(cells.map { Self.cell($0) }.joined(separator: ","))
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  /// A cell in quotes; what a spreadsheet would take for a formula is made plain text.
  ///
  /// - SeeAlso: RFC 4180; OWASP ASVS 5.0, 1.2.10.
  static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    return "\"\(isFormula ? "'" : "")\(text.replacing("\"", with: "\"\""))\""
  }
}
