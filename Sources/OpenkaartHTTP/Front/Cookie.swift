import HTTPTypes

/// A cookie of ours: of this host alone, sent back over a safe line alone, out of reach of scripts.
///
/// - SeeAlso: RFC 6265bis section 4.1.3; OWASP ASVS 5.0, 3.3.
struct Cookie: Sendable {
  let name: String
  /// Whether it comes along when somebody follows a link from elsewhere to us.
  let isLax: Bool

  /// The language somebody chose.
  static let language = Cookie(name: "__Host-language", isLax: true)

  /// The header that gives it to a browser.
  ///
  /// - Parameters:
  ///   - value: Letters, digits, `-` and `_` alone.
  ///   - seconds: How long the browser keeps it; `nil` until it is closed.
  /// - Returns: The value of `Set-Cookie`.
  func setting(_ value: String, seconds: Int? = nil) -> String {
    let age = seconds.map { "; Max-Age=\($0)" } ?? ""
    return "\(name)=\(value)\(age); Path=/; Secure; HttpOnly; SameSite=\(isLax ? "Lax" : "Strict")"
  }

  /// The header that takes it away.
  var clearing: String { setting("", seconds: 0) }
}

extension Cookie {
  /// Its value in what a browser sent; `nil` when it did not come, or came twice.
  func value(in headers: HTTPFields) -> String? {
    let values = headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap {
      pair -> Substring? in
      let pair = pair.drop { $0 == " " }
      guard pair.hasPrefix("\(name)=") else { return nil }
      return pair.dropFirst(name.count + 1)
    }
    return values.count == 1 ? values.first.map(String.init) : nil
  }
}

extension Call {
  /// The value of a cookie; `nil` when it did not come, or came twice.
  func cookie(_ cookie: Cookie) -> String? { cookie.value(in: headers) }
}
