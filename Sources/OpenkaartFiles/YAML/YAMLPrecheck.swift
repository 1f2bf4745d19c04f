internal import OpenkaartCore

/// What can be said about a YAML text before its grammar is looked at.
enum YAMLPrecheck {
  static func check(
    _ bytes: Swift.Span<UInt8>, limits: DocumentLimits
  ) throws(DocumentError) {
    guard bytes.count <= limits.bytes else {
      throw fault(
        "yaml.bytes",
        LocalizedText(
          nl: "Het bestand heeft meer dan \(limits.bytes) bytes; splits het.",
          en: "The file has more than \(limits.bytes) bytes; split it."),
        at: 0, in: bytes)
    }
    do {
      _ = try UTF8Span(validating: bytes)
    } catch {
      throw fault(
        "yaml.encoding",
        LocalizedText(
          nl: "Deze byte is geen geldige UTF-8; bewaar het bestand als UTF-8.",
          en: "This byte is not valid UTF-8; save the file as UTF-8."),
        at: error.byteOffsets.lowerBound, in: bytes)
    }
    for index in 0..<bytes.count where isControl(bytes[index]) {
      throw fault(
        "yaml.control",
        LocalizedText(
          nl: "Hier staat een stuurteken; haal het weg, of schrijf het tussen dubbele "
            + "aanhalingstekens als \\x1b.",
          en: "A control character stands here; remove it, or write it in double quotes like \\x1b."
        ),
        at: index, in: bytes)
    }
  }

  static func startsWithMark(_ bytes: Swift.Span<UInt8>) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  /// Whether YAML 1.2 section 5.1 keeps this ASCII byte out of a text; DEL we add.
  private static func isControl(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F: true
    default: false
    }
  }

  private static func fault(
    _ code: String, _ message: LocalizedText, at index: Int, in bytes: Swift.Span<UInt8>
  ) -> DocumentError {
    DocumentError(code: code, message: message, at: Position(offset: index, in: bytes))
  }
}
