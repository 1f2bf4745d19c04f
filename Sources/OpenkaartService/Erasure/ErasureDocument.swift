public import OpenkaartCore

extension ErasureReport.What {
  /// A stable name for programs.
  public var name: String {
    switch self {
    case .facts(let part): "facts.\(part.name)"
    case .identifiers: "identifiers"
    case .rows: "rows"
    case .keys: "keys"
    case .mail: "mail"
    }
  }

  init?(name: String) {
    switch name {
    case "identifiers": self = .identifiers
    case "rows": self = .rows
    case "keys": self = .keys
    case "mail": self = .mail
    default:
      guard let part = RetentionClass.allCases.first(where: { "facts.\($0.name)" == name })
      else { return nil }
      self = .facts(part)
    }
  }
}

extension ErasureReport.Item {
  /// Writes the item as an object.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("what")
      json.string(what.name)
      json.key("count")
      json.integer(count)
      json.key("outcome")
      switch outcome {
      case .erased: json.string("erased")
      case .shared: json.string("shared")
      case .kept(let ground, let until):
        json.string("kept")
        json.key("ground")
        json.string(ground)
        json.key("until")
        json.string(until.iso)
      }
    }
  }

  /// Reads what ``write(to:)`` wrote; `nil` when it is something else.
  public init?(_ node: Node) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    guard let what = text("what").flatMap(ErasureReport.What.init(name:)),
      case .number(let digits)? = node["count"]?.content, let count = Int(digits)
    else { return nil }
    let outcome: ErasureReport.Outcome
    switch text("outcome") {
    case "erased": outcome = .erased
    case "shared": outcome = .shared
    case "kept":
      guard let ground = text("ground"), let until = text("until").flatMap({ Day(iso: $0) })
      else { return nil }
      outcome = .kept(ground: ground, until: until)
    default: return nil
    }
    self.init(what, count, outcome)
  }
}

extension ErasureReport {
  /// Writes the report as an object; its shape is that of `openkaart rights erase --json`.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("erasure")
      if let number { json.integer(number) } else { json.null() }
      json.key("cause")
      json.string(cause.rawValue)
      json.key("at")
      json.string(at.rfc3339())
      json.key("people")
      json.integer(people)
      json.key("state")
      json.string(state.rawValue)
      json.key("items")
      json.array { list in
        for item in items { item.write(to: &list) }
      }
    }
  }

  /// Reads what ``write(to:)`` wrote; `nil` when it is something else.
  public init?(_ node: Node) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    func number(_ key: String) -> Int? {
      if case .number(let digits)? = node[key]?.content { Int(digits) } else { nil }
    }
    guard let cause = text("cause").flatMap(ErasureOrder.Cause.init(rawValue:)),
      let at = text("at").flatMap({ Timestamp(rfc3339: $0) }), let people = number("people"),
      let state = text("state").flatMap(State.init(rawValue:)),
      case .array(let items)? = node["items"]?.content
    else { return nil }
    self.init(
      number: number("erasure"), cause: cause, at: at, people: people,
      items: items.compactMap { Item($0) }, state: state)
  }
}
