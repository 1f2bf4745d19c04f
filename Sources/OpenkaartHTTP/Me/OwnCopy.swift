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
    let text = FactText(page)
    let events = page.card.timeline.map { entry -> [String: Any] in
      [
        "when": page.zone.text(of: entry.fact.placedAt, in: page.language),
        "what": entry.fact.content.kind.label[page.language].firstLetterUp,
        "source": words("copyFrom", ["source": page.sourceName(entry.fact.id.source)]),
        "lines": text.lines(of: entry.fact),
      ]
    }
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
        "who": ["rows": who.map(\.view)], "events": events, "uses": uses.view,
        "style": Self.style,
        "controller": page.policy.controller.name,
      ])
  }

  /// The dress of the file: it is kept and read where no page of ours is.
  private static let style = """
    body{font:17px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;\
    color:#1b1d1f;background:#fff}h1,h2{line-height:1.2}h1{font-size:2rem}h2{margin-top:2.5rem}\
    .quiet,.more{color:#55595e}dl,.events{margin:0;padding:0;list-style:none;border-top:1px solid #ddd8cc}\
    dl>div,.events>li{border-bottom:1px solid #ddd8cc;padding:.7rem 0;break-inside:avoid}\
    dl>div{display:grid;grid-template-columns:12rem 1fr;gap:0 1.5rem}dt,h3{font-weight:650;font-size:1rem}\
    dt{grid-row:1/span 4}dd,h3,.events p{margin:0;overflow-wrap:anywhere}dd{grid-column:2}\
    .events ul{margin:.2rem 0 0;padding-left:1.2rem}.events ul li{overflow-wrap:anywhere}\
    table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}caption,thead th{text-align:left;color:#55595e;\
    font-weight:400;padding:0 0 .5rem}tbody th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;\
    border-top:1px solid #ddd8cc}tbody th{font-weight:600;width:12rem}tr{break-inside:avoid}\
    @media(max-width:30rem){dl>div{display:block}tbody th{width:7rem}}\
    @media(prefers-color-scheme:dark){body{background:#141617;color:#edebe6}\
    .quiet,.more,caption,thead th{color:#b3b7ba}}\
    @media print{body{font-size:10.5pt;margin:0;max-width:none;background:#fff;color:#000}}
    """

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
