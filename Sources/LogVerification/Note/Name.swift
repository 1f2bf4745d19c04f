/// The name of a key or of a log, compared byte by byte.
///
/// Two texts that look alike can be two names. Swift takes texts for equal whose letters are
/// composed in another way; for a name that would be a hole.
public struct Name: Hashable, Sendable {
  package let utf8: [UInt8]

  /// A name as it stands in a text; nothing is asked of it but what the place where it stands asks.
  public init(_ text: String) {
    utf8 = Array(text.utf8)
  }

  package init(utf8 bytes: some Sequence<UInt8>) {
    utf8 = Array(bytes)
  }

  /// Whether it can name a key: not empty, and without plus signs and spaces of any kind.
  ///
  /// - SeeAlso: C2SP signed-note, "Format".
  public var canNameKey: Bool {
    guard !utf8.isEmpty, let text = String(validating: utf8, as: UTF8.self) else { return false }
    return !text.unicodeScalars.contains { $0 == "+" || $0.properties.isWhitespace || $0 < " " }
  }
}

extension Name: CustomStringConvertible {
  /// The name as text.
  public var description: String { String(decoding: utf8, as: UTF8.self) }
}
