/// What is wrong with a document, where, and how to mend it.
public struct DocumentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable name for programs, such as `json.depth` or `yaml.alias`.
  public let code: String
  /// One sentence for people, with the next step; it quotes at most one key, never a value.
  public let message: LocalizedText
  public let position: Position

  public init(code: String, message: LocalizedText, at position: Position) {
    self.code = code
    self.message = message
    self.position = position
  }

  /// Where and what, for people.
  public var located: LocalizedText {
    LocalizedText(
      nl: "Regel \(position.line), kolom \(position.column): \(message.nl)",
      en: "Line \(position.line), column \(position.column): \(message.en)")
  }

  public var description: String { located.en }
}

extension DocumentError {
  /// Prepares `key` for a message: at most 40 scalars, without control and layout characters.
  package static func quoted(_ key: String) -> String {
    var shown = "“"
    for scalar in key.unicodeScalars.prefix(40) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        shown += "?"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown + (key.unicodeScalars.dropFirst(40).isEmpty ? "”" : "…”")
  }
}

/// How large a document may be before a reader refuses it.
public struct DocumentLimits: Sendable {
  /// The size of the whole document.
  public var bytes: Int
  /// How many lists and objects may stand inside each other; readers hold 512 as the utmost.
  public var depth: Int
  /// How many values the document may hold, lists and objects included.
  public var nodes: Int
  /// The size of one text or key, in bytes of UTF-8 after escapes are resolved.
  public var textBytes: Int

  public init(
    bytes: Int = 16 << 20, depth: Int = 64, nodes: Int = 1_000_000, textBytes: Int = 1 << 20
  ) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
    self.textBytes = textBytes
  }

  /// The depth that readers hold: it keeps recursion far from the end of any thread's stack.
  package var safeDepth: Int { min(depth, 512) }
}
