internal import Crypto
internal import FoundationEssentials
internal import OpenkaartCore

/// Makes tokens for addresses: sealed, so that they tell nothing and nobody can make one.
///
/// What is sealed lies in nobody's database: a token is whole by itself, and ends at its moment.
///
/// - SeeAlso: RFC 8058 section 3.1: the address must be opaque and hard to forge.
struct SealedToken: Sendable {
  /// What a token is for; one kind never opens as another.
  enum Kind: String, Sendable, CaseIterable {
    case personal, confirmation, erasure, addressChange, addressUndo
  }

  private let key: SymmetricKey
  /// Makes names that nobody else can make; see ``name(of:)``.
  let nameKey: SymmetricKey

  /// - Parameter secret: 32 bytes of a ``SecretSource``.
  init(secret: [UInt8]) {
    key = SymmetricKey(data: secret)
    nameKey = HKDF<SHA256>.expand(
      pseudoRandomKey: key, info: Data("openkaart.names".utf8), outputByteCount: 32)
  }

  /// Seals some texts until a moment.
  ///
  /// - Returns: Letters, digits, `-` and `_`.
  func seal(_ texts: [String], as kind: Kind, until end: Timestamp) -> String {
    var json = JSONWriter()
    json.array { list in
      list.integer(end.milliseconds)
      for text in texts { list.string(text) }
    }
    guard
      let box = try? AES.GCM.seal(json.bytes, using: key, authenticating: Self.name(kind)),
      let combined = box.combined
    else { preconditionFailure("AES-GCM seals any text this short.") }
    return Self.letters(of: [Self.version] + Array(combined))
  }

  /// What was sealed; `nil` for a token that is not ours, of another kind, or past its end.
  func open(_ token: some StringProtocol, as kind: Kind, at now: Timestamp) -> [String]? {
    guard let bytes = Self.bytes(of: token), bytes.first == Self.version,
      let box = try? AES.GCM.SealedBox(combined: bytes.dropFirst()),
      let opened = try? AES.GCM.open(box, using: key, authenticating: Self.name(kind)),
      case .array(let nodes)? = (try? JSONReader.node(in: Array(opened)))?.content,
      case .number(let text)? = nodes.first?.content, let end = Int64(text),
      now < Timestamp(milliseconds: end)
    else { return nil }
    return nodes.dropFirst().compactMap { node in
      if case .string(let text) = node.content { text } else { nil }
    }
  }

  private static let version: UInt8 = 1
  private static let mostLetters = 4096

  private static func name(_ kind: Kind) -> [UInt8] {
    Array("openkaart.token.\(kind.rawValue)".utf8)
  }

  /// - SeeAlso: RFC 4648 section 5, without padding.
  private static func letters(of bytes: [UInt8]) -> String {
    let text = Data(bytes).base64EncodedString()
    return String(
      text.compactMap { letter -> Character? in
        switch letter {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: letter
        }
      })
  }

  /// The bytes; `nil` unless these are the letters that ``letters(of:)`` makes of them.
  private static func bytes(of text: some StringProtocol) -> Data? {
    guard text.utf8.count <= mostLetters else { return nil }
    var plain = text.map { letter -> Character in
      switch letter {
      case "-": "+"
      case "_": "/"
      default: letter
      }
    }
    while plain.count % 4 != 0 { plain.append("=") }
    guard let bytes = Data(base64Encoded: String(plain)), letters(of: Array(bytes)) == text else {
      return nil
    }
    return bytes
  }
}
