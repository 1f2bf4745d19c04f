/// One value of a document, with the place it was written.
///
/// JSON and YAML both become this tree, so that everything behind it reads one shape and can
/// point at the line to mend.
public struct Node: Hashable, Sendable {
  /// What a node holds.
  public enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The decimal text as written, in the grammar of RFC 8259 section 6.
    ///
    /// Never a `Double`: amounts and identifiers keep every digit.
    case number(String)
    case string(String)
    case array([Node])
    /// Members in the order written; no key appears twice in a tree that a reader made.
    case object([Member])
  }

  /// One key of an object and its value.
  public struct Member: Hashable, Sendable {
    public let key: String
    public let keyPosition: Position
    public let value: Node

    public init(key: String, keyPosition: Position, value: Node) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }
  }

  public let content: Content
  /// Where the value starts.
  public let position: Position

  public init(_ content: Content, at position: Position) {
    self.content = content
    self.position = position
  }

  /// The value of the member named `key`, or `nil` if there is none or this is no object.
  ///
  /// Keys are equal when canonically equivalent (Unicode Standard Annex 15), as the readers hold
  /// when they refuse duplicates.
  public subscript(key: String) -> Node? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// What this is in plain words, for messages: `text`, `list`, `true or false`.
  public var kindName: String {
    switch content {
    case .null: "nothing"
    case .bool: "true or false"
    case .number: "number"
    case .string: "text"
    case .array: "list"
    case .object: "object"
    }
  }
}
