/// The kind of an identifier, such as `email`; a policy may name more than the usual ones.
public struct IdentifierType: Hashable, Comparable, Sendable {
  public let name: String

  public init(_ name: String) { self.name = name }

  public static let email = IdentifierType("email")
  public static let phone = IdentifierType("phone")
  public static let pushToken = IdentifierType("pushToken")
  public static let customerNumber = IdentifierType("customerNumber")
  public static let loyaltyCard = IdentifierType("loyaltyCard")
  public static let anonymousId = IdentifierType("anonymousId")

  public static func < (one: Self, other: Self) -> Bool { one.name < other.name }
}

/// Something that points at one person: an e-mail address, a customer number.
public struct Identifier: Hashable, Comparable, Sendable {
  public let type: IdentifierType
  /// The value in its normal form, so that equal identifiers are equal texts.
  public let value: String

  /// Normalises `raw` for its type; `nil` when nothing remains that could point at a person.
  public init?(_ type: IdentifierType, _ raw: some StringProtocol) {
    let trimmed = Self.trimmed(raw)
    guard !trimmed.isEmpty else { return nil }
    self.type = type
    switch type {
    case .email: value = trimmed.lowercased()
    case .phone:
      guard let number = Self.internationalNumber(trimmed) else { return nil }
      value = number
    default: value = trimmed
    }
  }

  /// Takes a value that is in its normal form already.
  init(stored type: IdentifierType, _ value: String) {
    self.type = type
    self.value = value
  }

  /// Reads `email:anna@example.nl`, the form of the command line.
  public init?(parsing text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
    self.init(IdentifierType(String(text[..<colon])), text[text.index(after: colon)...])
  }

  public static func < (one: Self, other: Self) -> Bool {
    one.type == other.type ? one.value < other.value : one.type < other.type
  }

  private static func trimmed(_ raw: some StringProtocol) -> String {
    // White space is made of control characters and spaces, or of characters beyond ASCII.
    if let first = raw.unicodeScalars.first, "!"..."~" ~= first,
      let last = raw.unicodeScalars.last, "!"..."~" ~= last
    {
      return String(raw)
    }
    guard let first = raw.firstIndex(where: { !$0.isWhitespace }),
      let last = raw.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(raw[first...last])
  }

  /// E.164, with the Netherlands as the country of a number that names none.
  private static func internationalNumber(_ text: String) -> String? {
    var digits: [UInt8] = []
    digits.reserveCapacity(text.utf8.count)
    var isInternational = false
    // Spreadsheets keep a plus by a quote before it.
    let text = text.utf8.first == UInt8(ascii: "'") ? text.utf8.dropFirst() : text.utf8[...]
    for (index, character) in text.enumerated() {
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(character)
      case UInt8(ascii: "+") where index == 0: isInternational = true
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"): continue
      case UInt8(ascii: "("), UInt8(ascii: ")"): continue
      default: return nil
      }
    }
    var number = digits[...]
    var country: [UInt8] = []
    if !isInternational {
      if number.starts(with: "00".utf8) {
        number = number.dropFirst(2)
      } else if number.first == UInt8(ascii: "0") {
        (country, number) = (Array("31".utf8), number.dropFirst())
      }
    }
    if (country + number.prefix(3)).starts(with: "310".utf8) {
      // "+31 (0)6 …", "0031 (0)6 …": the trunk zero is written, not dialled.
      let trunk = country.isEmpty ? number.dropFirst(2) : number
      (country, number) = (Array("31".utf8), trunk.drop { $0 == UInt8(ascii: "0") })
    }
    guard 6...15 ~= country.count + number.count else { return nil }
    return String(decoding: [UInt8(ascii: "+")] + country + number, as: UTF8.self)
  }
}

/// Where a person is reached on a channel, as its normal text; the address for post.
public typealias ContactPoint = String
