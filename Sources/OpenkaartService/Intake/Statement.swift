public import OpenkaartCore

/// Somebody's word for a value that no file holds: kept with the fact, shown where it counts.
public struct Statement: Hashable, Sendable {
  /// The field of the fact whose value is stated.
  public let field: String
  public let statedBy: String
  public let because: String

  /// The name under which a fact keeps its statements.
  static let field = "stated"

  /// Whether a reason of this code can rest on the stated value.
  func matters(to code: ReasonCode) -> Bool {
    switch field {
    case "optOutOffered", "saleKind":
      code == .basisSoftOptIn || code.rawValue.hasPrefix("softOptIn.")
    case "notice", "method", "explicit", "byGuardian":
      code == .basisConsent || code.rawValue.hasPrefix("consent.")
    default: true
    }
  }

  init?(_ node: Node) {
    guard case .string(let field)? = node["field"]?.content,
      case .string(let statedBy)? = node["statedBy"]?.content,
      case .string(let because)? = node["because"]?.content
    else { return nil }
    self.field = field
    self.statedBy = statedBy
    self.because = because
  }
}

extension Fact {
  /// The values of this fact that rest on somebody's statement.
  public var statements: [Statement] {
    guard let stated = unknownFields.first(where: { $0.key == Statement.field }),
      case .array(let nodes) = stated.value.content
    else { return [] }
    return nodes.compactMap { Statement($0) }
  }
}
