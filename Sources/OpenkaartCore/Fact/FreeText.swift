/// The texts of a fact in which people write freely, where a citizen number may slip in.
enum FreeText {
  /// Fields whose values point at people, orders or other facts, and are no free text.
  private static let structural: Set<String> = [
    "id", "source", "kind", "occurredAt", "recordedAt", "subject", "identifiers", "with",
    "guardian", "order", "case", "promise", "breach", "contactPoint", "to", "activity", "purpose",
    "notice", "priceCents", "quantity", "due", "validFrom", "validUntil",
  ]

  /// The document with every citizen number masked in free text.
  static func masked(_ node: Node, counting count: inout Int) -> Node {
    maskedIfAny(node, counting: &count) ?? node
  }

  /// `nil` when nothing has to be masked, as in almost every document.
  private static func maskedIfAny(_ node: Node, counting count: inout Int) -> Node? {
    switch node.content {
    case .string(let text), .number(let text):
      let before = count
      let masked = CitizenNumber.masked(text, counting: &count)
      return count == before ? nil : Node(.string(masked), at: node.position)
    case .array(let nodes):
      var masked: [Node]?
      for (index, node) in nodes.enumerated() {
        guard let node = maskedIfAny(node, counting: &count) else { continue }
        masked = masked ?? nodes
        masked?[index] = node
      }
      return masked.map { Node(.array($0), at: node.position) }
    case .object(let members):
      var masked: [Node.Member]?
      for (index, member) in members.enumerated() {
        guard CitizenNumber.mayStand(in: member.value), !structural.contains(member.key),
          let value = maskedIfAny(member.value, counting: &count)
        else { continue }
        masked = masked ?? members
        masked?[index] = Node.Member(
          key: member.key, keyPosition: member.keyPosition, value: value)
      }
      return masked.map { Node(.object($0), at: node.position) }
    case .null, .bool: return nil
    }
  }
}
