public import OpenkaartCore

/// What a message says, once; its plain text and its HTML are made from it.
public struct Letter: Hashable, Sendable {
  public let subject: String
  public let language: Language
  public let blocks: [Block]

  public enum Block: Hashable, Sendable {
    case paragraph(String)
    /// A link that stands apart, as a button where the reader shows HTML.
    case action(label: String, url: String)
    /// A code to type over.
    case code(String)
    /// Who sends it and why, at the end.
    case closing(String)
  }

  public init(subject: String, language: Language, blocks: [Block]) {
    self.subject = subject
    self.language = language
    self.blocks = blocks
  }

  public var text: String {
    blocks.map { block in
      switch block {
      case .paragraph(let text): text
      case .action(let label, let url): "\(label):\n\(url)"
      case .code(let code): "    \(code)"
      case .closing(let text): "-- \n\(text)"
      }
    }.joined(separator: "\n\n") + "\n"
  }

  /// A document without pictures, scripts or anything fetched from elsewhere.
  public var html: String {
    let body = blocks.map { block in
      switch block {
      case .paragraph(let text): "<p>\(Self.escaped(text))</p>"
      case .action(let label, let url):
        """
        <p><a href="\(Self.escaped(url))" style="display:inline-block;padding:12px 20px;\
        background:#0b5d57;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600">\
        \(Self.escaped(label))</a></p>
        """
      case .code(let code):
        """
        <p style="font:600 24px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:3px">\
        \(Self.escaped(code))</p>
        """
      case .closing(let text):
        "<hr style=\"border:0;border-top:1px solid #c9c6bd\"><p style=\"color:#54585c\">"
          + "\(Self.escaped(text))</p>"
      }
    }.joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">\
      <title>\(Self.escaped(subject))</title></head>
      <body style="font:16px/1.6 system-ui,'Segoe UI',Roboto,sans-serif;color:#1d1f21;\
      background:#ffffff;max-width:36em;margin:0 auto;padding:24px">
      \(body)
      </body></html>

      """
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
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

  /// The letter as a message.
  public func message(
    from: MailAddress, to: MailAddress, at moment: Timestamp, unsubscribeURL: String? = nil
  ) -> MailMessage {
    MailMessage(
      from: from, to: to, subject: subject, text: text, html: html, at: moment,
      unsubscribeURL: unsubscribeURL)
  }
}
