internal import OpenkaartCore

/// Builds the tree from events and holds the limits while doing so.
struct YAMLComposer: ~Copyable {
  private let events: YAMLEvents
  private let limits: DocumentLimits
  private let depthLimit: Int
  private var nodesLeft: Int

  init(events: consuming YAMLEvents, limits: DocumentLimits) {
    self.events = events
    self.limits = limits
    depthLimit = limits.safeDepth
    nodesLeft = limits.nodes
  }

  mutating func document() throws(DocumentError) -> Node {
    _ = try events.next()
    let start = try events.next()
    guard case .documentStart = start.kind else {
      return Node(.null, at: Position(line: 1, column: 1))
    }
    let node = try node(from: try events.next(), depth: 0)
    _ = try events.next()
    let end = try events.next()
    guard case .streamEnd = end.kind else { throw YAMLFault.secondDocument(at: end.position) }
    return node
  }

  private mutating func node(
    from event: YAMLEvent, depth: Int
  ) throws(DocumentError) -> Node {
    nodesLeft -= 1
    guard nodesLeft >= 0 else {
      throw YAMLFault.nodes(limit: limits.nodes, at: event.position)
    }
    switch event.kind {
    case .scalar(let text, let isPlain):
      let content = try content(of: text, isPlain: isPlain, event)
      return Node(content, at: event.position)
    case .listStart:
      try check(event, tag: "tag:yaml.org,2002:seq", depth: depth + 1)
      return Node(.array(try elements(depth: depth + 1)), at: event.position)
    case .mappingStart:
      try check(event, tag: "tag:yaml.org,2002:map", depth: depth + 1)
      return Node(.object(try members(depth: depth + 1)), at: event.position)
    case .alias: throw YAMLFault.alias(at: event.position)
    default: throw YAMLFault.syntax(at: event.position)
    }
  }

  private func check(_ event: YAMLEvent, tag: String, depth: Int) throws(DocumentError) {
    guard depth <= depthLimit else {
      throw YAMLFault.depth(limit: depthLimit, at: event.position)
    }
    guard event.tag == nil || event.tag == tag else { throw YAMLFault.tag(at: event.position) }
  }

  private mutating func elements(depth: Int) throws(DocumentError) -> [Node] {
    var nodes: [Node] = []
    while true {
      let event = try events.next()
      if case .listEnd = event.kind { return nodes }
      nodes.append(try node(from: event, depth: depth))
    }
  }

  private mutating func members(depth: Int) throws(DocumentError) -> [Node.Member] {
    var list = MemberList()
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return list.members }
      let key = try key(from: event)
      guard !list.contains(key) else {
        throw YAMLFault.duplicateKey(key, at: event.position)
      }
      let value = try node(from: try events.next(), depth: depth)
      list.append(Node.Member(key: key, keyPosition: event.position, value: value))
    }
  }

  /// The text of a key: numbers and booleans count as the text that was written.
  private func key(from event: YAMLEvent) throws(DocumentError) -> String {
    switch event.kind {
    case .scalar(let text, let isPlain):
      if isPlain, text == "<<" { throw YAMLFault.mergeKey(at: event.position) }
      if isPlain, text.isEmpty { throw YAMLFault.key(at: event.position) }
      try checkText(text, event)
      return text
    case .alias: throw YAMLFault.alias(at: event.position)
    default: throw YAMLFault.key(at: event.position)
    }
  }

  private func content(
    of text: String, isPlain: Bool, _ event: YAMLEvent
  ) throws(DocumentError) -> Node.Content {
    try checkText(text, event)
    guard isPlain, event.tag == nil else { return .string(text) }
    switch text {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      guard JSONNumber.matches(text) else { return .string(text) }
      guard text.utf8.count <= JSONNumber.longest else {
        throw YAMLFault.numberLength(at: event.position)
      }
      return .number(text)
    }
  }

  /// Checks what holds for every text and key; `!` alone means text too (YAML 1.2, 6.9.1).
  private func checkText(_ text: String, _ event: YAMLEvent) throws(DocumentError) {
    guard event.tag == nil || event.tag == "!" || event.tag == "tag:yaml.org,2002:str"
    else { throw YAMLFault.tag(at: event.position) }
    guard text.utf8.count <= limits.textBytes else {
      throw YAMLFault.textLength(limit: limits.textBytes, at: event.position)
    }
    guard !text.utf8.contains(0) else { throw YAMLFault.nul(at: event.position) }
  }
}
