internal import OpenkaartCore

/// What one fact shows or leaves open, whatever is asked: the same for very many facts.
struct FactEvidence: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// A consent; one that is only claimed came without method or notice, or was imported.
    case consent(purpose: String, channel: Channel, isClaimed: Bool)
    /// A purchase, and the types of the contact points that it names.
    case purchase(points: PointTypes, hasSaleKind: Bool, hasOptOut: Bool)
    /// A wish how many messages to get.
    case wish
    case other
  }

  /// Types of contact points.
  struct PointTypes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The type, if it is one of contact points.
    init(_ type: IdentifierType) {
      let place = Self.all.firstIndex(of: type)
      rawValue = place.map { 1 << UInt8($0) } ?? 0
    }

    // Kept by number: only add at the end.
    private static let all: [IdentifierType] = [.email, .phone, .pushToken]
  }

  let kind: Kind
  /// What rests on somebody's word.
  let statements: [Statement]

  init(_ kind: Kind, _ statements: [Statement] = []) {
    self.kind = kind
    self.statements = statements
  }

  init(_ fact: Fact) {
    statements = fact.statements
    switch fact.content {
    case .consented(let consent):
      let isUnproven = consent.notice == nil || consent.method == nil
      kind = .consent(
        purpose: consent.purpose, channel: consent.channel,
        isClaimed: isUnproven || consent.method == .imported)
    case .purchased(let purchase):
      kind = .purchase(
        points: fact.subject.reduce(into: []) { $0.formUnion(PointTypes($1.type)) },
        hasSaleKind: purchase.saleKind != nil, hasOptOut: purchase.optOutOffered == true)
    case .preferred(let preference): kind = preference.frequency.isEmpty ? .other : .wish
    default: kind = .other
    }
  }

  /// Whether more than the counts has to be asked about people of whom this is known, if they may be
  /// reached.
  var wantsCloserLook: Bool { kind == .wish || !statements.isEmpty }
}

// MARK: - As a document

extension FactEvidence {
  func write(to json: inout JSONWriter) {
    json.object { json in
      switch kind {
      case .consent(let purpose, let channel, let isClaimed):
        json.key("purpose")
        json.string(purpose)
        json.key("channel")
        json.string(channel.rawValue)
        json.key("claimed")
        json.bool(isClaimed)
      case .purchase(let points, let hasSaleKind, let hasOptOut):
        json.key("points")
        json.integer(points.rawValue)
        json.key("saleKind")
        json.bool(hasSaleKind)
        json.key("optOut")
        json.bool(hasOptOut)
      case .wish:
        json.key("wish")
        json.bool(true)
      case .other: break
      }
      guard !statements.isEmpty else { return }
      json.key(Statement.field)
      json.array { list in for statement in statements { statement.write(to: &list) } }
    }
  }

  init?(_ node: Node) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    func flag(_ key: String) -> Bool? {
      if case .bool(let flag)? = node[key]?.content { flag } else { nil }
    }
    func list(_ key: String) -> [Node] {
      if case .array(let list)? = node[key]?.content { list } else { [] }
    }
    let stated = list(Statement.field)
    let statements = stated.compactMap { Statement($0) }
    guard statements.count == stated.count else { return nil }
    if let purpose = text("purpose") {
      guard let channel = text("channel").flatMap(Channel.init(rawValue:)),
        let isClaimed = flag("claimed")
      else { return nil }
      self.init(.consent(purpose: purpose, channel: channel, isClaimed: isClaimed), statements)
    } else if let hasSaleKind = flag("saleKind") {
      guard let hasOptOut = flag("optOut") else { return nil }
      guard case .number(let points)? = node["points"]?.content, let points = UInt8(points) else {
        return nil
      }
      self.init(
        .purchase(
          points: PointTypes(rawValue: points), hasSaleKind: hasSaleKind, hasOptOut: hasOptOut),
        statements)
    } else {
      self.init(flag("wish") == true ? .wish : .other, statements)
    }
  }
}

extension Statement {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      for (key, text) in [("field", field), ("statedBy", statedBy), ("because", because)] {
        json.key(key)
        json.string(text)
      }
    }
  }
}
