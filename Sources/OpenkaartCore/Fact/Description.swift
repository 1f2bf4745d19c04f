/// Identifiers and attributes a source gives of a person.
public struct Description: Hashable, Sendable {
  public let identifiers: [Identifier]
  /// Attributes by name, in the order given; `nil` says the source has no value any more.
  public let attributes: [Attribute]

  public init(identifiers: [Identifier] = [], attributes: [Attribute] = []) {
    self.identifiers = identifiers
    self.attributes = attributes
  }

  public struct Attribute: Hashable, Sendable {
    public let name: String
    /// The value as text: days as ISO dates, booleans as `true` or `false`.
    public let value: String?

    public init(_ name: String, _ value: String?) {
      self.name = name
      self.value = value
    }
  }
}

/// Whether the rules for natural persons hold.
public enum PersonType: String, Hashable, Sendable, CaseIterable {
  case consumer
  /// Also a partnership without legal personality: a natural person for marketing law.
  case soleTrader
  case company
}
