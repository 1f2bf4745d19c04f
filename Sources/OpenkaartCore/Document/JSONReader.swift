/// Reads JSON, strictly, into a located tree.
///
/// Stricter than RFC 8259 where the RFC leaves a choice that attackers use: duplicate keys
/// (section 4), `\u0000` and lone surrogates (section 8.2), a byte order mark (section 8.1) and
/// very long numbers (section 6) are refused, not interpreted. In return two programs never see
/// two meanings in one document.
public enum JSONReader {
  /// Reads the one JSON value that `bytes` hold.
  ///
  /// - Throws: ``DocumentError`` with a `json.` code at the first fault.
  public static func node(
    in bytes: Swift.Span<UInt8>, limits: DocumentLimits = .init()
  ) throws(DocumentError) -> Node {
    var parser = JSONParser(limits: limits)
    return try parser.document(bytes)
  }

  /// Reads the one JSON value that `bytes` hold.
  ///
  /// - Throws: ``DocumentError`` with a `json.` code at the first fault.
  public static func node(
    in bytes: [UInt8], limits: DocumentLimits = .init()
  ) throws(DocumentError) -> Node {
    try node(in: bytes.span, limits: limits)
  }

  /// Reads the one JSON value that `text` holds.
  ///
  /// - Throws: ``DocumentError`` with a `json.` code at the first fault.
  public static func node(
    in text: String, limits: DocumentLimits = .init()
  ) throws(DocumentError) -> Node {
    try node(in: text.utf8.span, limits: limits)
  }
}
