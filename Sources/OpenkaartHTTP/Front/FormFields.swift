/// The fields of a form that a browser sent.
///
/// - SeeAlso: WHATWG URL, section 5.1.
struct FormFields: Sendable {
  private let values: [String: [String]]

  /// The most fields a form may have.
  private static let most = 200

  /// Reads `a=1&b=2`.
  ///
  /// - Throws: ``Problem`` when it is no UTF-8, or holds more fields than any form of ours.
  init(_ bytes: [UInt8]) throws(Problem) {
    var values: [String: [String]] = [:]
    let pairs = bytes.split(separator: UInt8(ascii: "&"))
    guard pairs.count <= Self.most else { throw Problem(.requestInvalid) }
    for pair in pairs {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]),
        let value = Self.decoded(parts.count == 2 ? parts[1] : [])
      else { throw Problem(.requestInvalid) }
      values[name, default: []].append(value)
    }
    self.values = values
  }

  /// What stands in a field, without the space around it; empty when it was not sent.
  subscript(name: String) -> String {
    let text = values[name]?.first ?? ""
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  /// Every value of a field that may stand more than once, such as boxes to tick.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// Whether a box was ticked.
  func isTicked(_ name: String) -> Bool { !all(name).isEmpty }

  /// Undoes `+` and `%41`; `nil` when the result is no UTF-8 or holds control characters.
  static func decoded(_ bytes: some Collection<UInt8>) -> String? {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        plain.append(high << 4 | low)
      default: plain.append(byte)
      }
    }
    let isText = plain.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (9...13).contains($0) }
    return isText ? String(validating: plain, as: UTF8.self) : nil
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Call {
  /// The fields of the form in the body.
  func form() throws(Problem) -> FormFields { try FormFields(body) }
}

extension Query {
  /// A value as people typed it, such as what they search for.
  func text(_ name: String) throws(Problem) -> String? {
    guard let value = self[name] else { return nil }
    guard let text = FormFields.decoded(Array(value.utf8)) else { throw Problem(.requestQuery) }
    return text
  }
}
