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
    switch node.content {
    case .string(let text):
      let before = count
      let masked = CitizenNumber.masked(text, counting: &count)
      return count == before ? node : Node(.string(masked), at: node.position)
    case .number(let text):
      let before = count
      let masked = CitizenNumber.masked(text, counting: &count)
      return count == before ? node : Node(.string(masked), at: node.position)
    case .array(let nodes):
      let before = count
      let masked = nodes.map { Self.masked($0, counting: &count) }
      return count == before ? node : Node(.array(masked), at: node.position)
    case .object(let members):
      let before = count
      let masked = members.map { member in
        structural.contains(member.key)
          ? member
          : Node.Member(
            key: member.key, keyPosition: member.keyPosition,
            value: Self.masked(member.value, counting: &count))
      }
      return count == before ? node : Node(.object(masked), at: node.position)
    case .null, .bool: return node
    }
  }
}
