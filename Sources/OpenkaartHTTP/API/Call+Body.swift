import OpenkaartCore

extension Call {
  /// What one document may hold.
  var documentLimits: DocumentLimits {
    DocumentLimits(bytes: body.count, depth: limits.depth, nodes: limits.nodes, textBytes: 1 << 20)
  }

  /// The body as one JSON value.
  func node() throws(Problem) -> Node {
    do {
      return try JSONReader.node(in: body, limits: documentLimits)
    } catch {
      throw .unreadable(error)
    }
  }

  /// The body as a list; one object counts as a list of one.
  func nodes() throws(Problem) -> [Node] {
    try Self.items(of: node())
  }

  /// The items of a body that was read.
  static func items(of node: Node) throws(Problem) -> [Node] {
    switch node.content {
    case .array(let nodes): return nodes
    case .object: return [node]
    default:
      throw .invalid(
        DocumentError(
          code: "body.wrong",
          message: LocalizedText(
            nl: "De inhoud moet een object zijn, of een lijst van objecten.",
            en: "The body must be an object, or a list of objects."),
          at: node.position))
    }
  }
}
