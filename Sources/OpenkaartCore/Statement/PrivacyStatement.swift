/// What a company tells people about their data, made from the policy it acts by.
///
/// It cannot say anything else than what the gate does: both read one file. Short first; who wants to
/// know more opens the details.
///
/// - SeeAlso: GDPR 12, 13, 14.
public struct PrivacyStatement: Hashable, Sendable {
  public let title: String
  public let language: Language
  /// What matters most, in a few sentences.
  public let summary: [String]
  public let sections: [Section]
  /// The policy it was made from, as decisions cite it.
  public let policyVersion: String

  /// A part with a name that a link can lead to.
  public struct Section: Hashable, Sendable {
    public let id: String
    public let title: String
    public let lines: [String]
    /// What the details hold, each under a term.
    public let details: [Detail]
    /// Parts of this part, such as one for each purpose.
    public let parts: [Section]

    init(
      _ id: String, _ title: String, lines: [String] = [], details: [Detail] = [],
      parts: [Section] = []
    ) {
      self.id = id
      self.title = title
      self.lines = lines
      self.details = details
      self.parts = parts
    }
  }

  public struct Detail: Hashable, Sendable {
    public let term: String
    public let lines: [String]
  }

  public init(of policy: Policy, in language: Language) {
    let words = StatementWords(policy: policy, language: language)
    title = words.title
    self.language = language
    summary = words.summary
    policyVersion = policy.version
    sections = [
      words.controller, words.purposes, words.data, words.recipients, words.rights,
      words.automation,
      words.security, words.authority,
    ]
  }
}

extension PrivacyStatement {
  /// The statement to print in a terminal.
  public var text: String {
    var lines = [title, ""] + summary.map { "- \($0)" }
    for section in sections { lines += Self.lines(of: section, mark: "") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of section: Section, mark: String) -> [String] {
    var lines = ["", mark + section.title] + section.lines.map { "  \($0)" }
    for detail in section.details {
      lines.append("  \(detail.term): \(detail.lines.joined(separator: " "))")
    }
    for part in section.parts { lines += Self.lines(of: part, mark: "* ") }
    return lines
  }

  /// The statement as a document of its own, without anything fetched from elsewhere.
  public var html: String {
    let body = sections.map { Self.html(of: $0, level: 2) }.joined()
    let short = summary.map { "<li>\($0.htmlEscaped)</li>\n" }.joined()
    return """
      <!doctype html>
      <html lang="\(language.rawValue)">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title.htmlEscaped)</title></head>
      <body>
      <main>
      <h1>\(title.htmlEscaped)</h1>
      <ul>
      \(short)</ul>
      \(body)</main>
      </body>
      </html>

      """
  }

  private static func html(of section: Section, level: Int) -> String {
    var html = "<section id=\"\(section.id.htmlEscaped)\">\n"
    html += "<h\(level)>\(section.title.htmlEscaped)</h\(level)>\n"
    html += section.lines.map { "<p>\($0.htmlEscaped)</p>\n" }.joined()
    if !section.details.isEmpty {
      html += "<dl>\n"
      for detail in section.details {
        html += "<dt>\(detail.term.htmlEscaped)</dt>"
        html += detail.lines.map { "<dd>\($0.htmlEscaped)</dd>" }.joined() + "\n"
      }
      html += "</dl>\n"
    }
    html += section.parts.map { Self.html(of: $0, level: level + 1) }.joined()
    return html + "</section>\n"
  }
}

extension String {
  /// The text with nothing in it that HTML would read as its own.
  fileprivate var htmlEscaped: String {
    var escaped = ""
    for character in self {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
