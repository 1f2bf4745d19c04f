public import OpenkaartCore

/// Reads the YAML that people write by hand into the tree that JSON gives.
///
/// A small and safe part of YAML 1.2: lists, mappings and texts in every style, one document a
/// file. Only `null`, `~` and nothing are null, only `true` and `false` are booleans, only what
/// JSON calls a number is a number. So `no` is Norway, `010` and `1:30` are texts, and a date is
/// the text that was written. Refused with a place and a remedy: aliases and merge keys (the
/// "billion laughs" attack), tags other than `!!str`, duplicate keys, keys that are no text, a
/// second document.
public enum YAMLReader {
  /// Reads the one document in `text`; an empty text is `null`.
  ///
  /// - Throws: `DocumentError` with a `yaml.` code at the first fault.
  public static func node(
    in text: String, limits: DocumentLimits = .init()
  ) throws(DocumentError) -> Node {
    try node(in: text.utf8.span, limits: limits)
  }

  /// Reads the one document in `bytes`, which must be UTF-8; a byte order mark is skipped.
  ///
  /// - Throws: `DocumentError` with a `yaml.` code at the first fault.
  public static func node(
    in bytes: [UInt8], limits: DocumentLimits = .init()
  ) throws(DocumentError) -> Node {
    try node(in: bytes.span, limits: limits)
  }

  private static func node(
    in bytes: Swift.Span<UInt8>, limits: DocumentLimits
  ) throws(DocumentError) -> Node {
    try YAMLPrecheck.check(bytes, limits: limits)
    let start = YAMLPrecheck.startsWithMark(bytes) ? 3 : 0
    let body = bytes.extracting(start..<bytes.count)
    // libyaml asserts that there is something to read.
    guard !body.isEmpty else { return Node(.null, at: Position(line: 1, column: 1)) }
    return try body.withUnsafeBufferPointer {
      (buffer: UnsafeBufferPointer<UInt8>) throws(DocumentError) -> Node in
      var composer = YAMLComposer(events: try YAMLEvents(buffer), limits: limits)
      return try composer.document()
    }
  }
}
