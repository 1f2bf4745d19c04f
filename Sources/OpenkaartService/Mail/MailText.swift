internal import FoundationEssentials
internal import OpenkaartCore

/// Writes a message as mail servers take it: headers, then the text and its HTML form.
///
/// - SeeAlso: RFC 5322, RFC 2045 (MIME), RFC 2046 5.1.4 (alternatives), RFC 8058, RFC 3834.
struct MailText {
  private let message: MailMessage

  init(_ message: MailMessage) { self.message = message }

  var bytes: [UInt8] {
    var lines = headers
    guard let html = message.html else {
      lines += part("text/plain", message.text)
      return Array((lines.joined(separator: Self.end) + Self.end).utf8)
    }
    // A boundary out of the id: it is in no text that we write.
    let boundary = "=_\(message.id)"
    lines.append(
      "Content-Type: multipart/alternative;\(Self.end) boundary=\"\(boundary)\"\(Self.end)")
    for (type, text) in [("text/plain", message.text), ("text/html", html)] {
      lines += ["--\(boundary)"] + part(type, text)
    }
    lines.append("--\(boundary)--")
    return Array((lines.joined(separator: Self.end) + Self.end).utf8)
  }

  private static let end = "\r\n"

  private var headers: [String] {
    var headers = [
      "Date: \(Self.date(message.at))",
      "From: \(Self.mailbox(message.from))",
      "To: \(Self.mailbox(message.to))",
      "Message-ID: <\(message.id)@\(message.from.domain)>",
      "Subject: \(Self.unstructured(message.subject, after: 9))",
      "MIME-Version: 1.0",
    ]
    if let url = message.unsubscribeURL {
      headers.append("List-Unsubscribe: <\(url)>")
      headers.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    } else {
      // No answering machine needs to answer this.
      headers.append("Auto-Submitted: auto-generated")
    }
    return headers
  }

  private func part(_ type: String, _ text: String) -> [String] {
    [
      "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
      Self.quotedPrintable(text),
    ]
  }

  private static func mailbox(_ mailbox: MailAddress) -> String {
    guard let name = mailbox.name else { return mailbox.address }
    let isPlain =
      name.utf8.count <= 60 && !name.contains("=?")
      && name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    let shown = isPlain ? "\"\(name)\"" : encodedWords(name)
    return "\(shown)\(end) <\(mailbox.address)>"
  }

  /// A text in a header: as it is where that is short and plain, else in encoded words.
  private static func unstructured(_ text: String, after taken: Int) -> String {
    let isPlain =
      text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
      && taken + text.utf8.count <= 76 && text.utf8.first != 0x20 && text.utf8.last != 0x20
    return isPlain ? text : encodedWords(text)
  }

  /// Encoded words of at most 75 characters, none of which splits a character.
  ///
  /// - SeeAlso: RFC 2047 2, 5(3).
  static func encodedWords(_ text: String) -> String {
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      // What ends a line in any reader has no place in a header, encoded or not.
      let isBreak =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029
      let bytes = isBreak ? [0x20] : Array(String(scalar).utf8)
      if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }
      .joined(separator: "\(end) ")
  }

  /// - SeeAlso: RFC 2045 6.7.
  static func quotedPrintable(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var written: [UInt8] = []
    for (index, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      if index > 0 { written += Array(end.utf8) }
      let bytes = Array(line.utf8)
      var width = 0
      for (place, byte) in bytes.enumerated() {
        let isLast = place == bytes.count - 1
        let isSpace = byte == 0x20 || byte == 0x09
        // A dot or `From ` at the start of a line means something to what carries mail.
        let isAwkward = place == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
        let isPlain =
          (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") && !isAwkward
          || isSpace && !isLast
        let item = isPlain ? [byte] : [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        if width + item.count > 75 {
          written += Array("=\(end)".utf8)
          width = 0
        }
        written += item
        width += item.count
      }
    }
    return String(decoding: written, as: UTF8.self)
  }

  /// A moment as mail writes it, in UTC.
  ///
  /// - SeeAlso: RFC 5322 3.3.
  static func date(_ moment: Timestamp) -> String {
    let text = moment.rfc3339()
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let dayNumber = Int(moment.milliseconds.flooredDivision(by: 86_400_000))
    let weekday = days[((dayNumber % 7) + 7) % 7]
    let parts = text.prefix(10).split(separator: "-")
    let time = text.dropFirst(11).prefix(8)
    guard parts.count == 3, let month = Int(parts[1]), (1...12).contains(month) else { return text }
    return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(time) +0000"
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
