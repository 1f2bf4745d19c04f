internal import OpenkaartCore

/// A document that should be one fact, and the rows it comes from.
struct FactDraft: Sendable {
  let node: Node
  /// The rows, first one first, and where each stands in the file.
  let rows: [Origin]

  struct Origin: Hashable, Sendable {
    let number: Int
    let line: Int
    /// Where it is in the text of the file.
    let place: Range<Int>
  }
}

/// Turns rows into facts by a mapping; facts of several rows come when the file has ended.
struct RowMapper: Sendable {
  private let cells: CellReader
  private let facts: [BoundFact]
  /// Written anew for every fact, in the same memory.
  private var writer = JSONWriter()
  private var repeats: [FactDigest: Int] = [:]
  private var groups: [Group] = []
  private var groupPlaces: [GroupKey: Int] = [:]

  private struct GroupKey: Hashable {
    let fact: Int
    let text: String
  }

  private struct Group: Sendable {
    let fact: Int
    let key: String
    let members: [Node.Member]
    var lines: [Node]
    var rows: [FactDraft.Origin]
  }

  /// - Parameters:
  ///   - bound: What the columns mean.
  ///   - zone: The zone of local times.
  ///   - exportedAt: When the file was made; needed if a fact happened then.
  init(_ bound: BoundMapping, zone: ZoneRules, exportedAt: Timestamp?) {
    facts = bound.mapping.facts.map {
      BoundFact($0, in: bound, exportedAt: exportedAt ?? .distantPast)
    }
    cells = CellReader(zone: zone, decimal: DecimalText(mark: bound.mapping.decimalMark))
  }

  /// Whether some facts come from several rows.
  var hasGroups: Bool { facts.contains { $0.group != nil } }

  /// How many facts a row may tell.
  var factCount: Int { facts.count }

  /// Reads what `row` tells by the fact of the mapping at `index`, if it tells one by itself.
  mutating func draft(_ index: Int, of row: TableRow) throws(CellProblem) -> FactDraft? {
    let fact = facts[index]
    guard fact.conditions.allSatisfy({ holds($0, row) }) else { return nil }
    let members = try members(of: fact, row)
    let origin = FactDraft.Origin(number: row.number, line: row.line, place: row.place)
    if let group = fact.group, let key = try text(of: group, row) {
      try add(members, to: GroupKey(fact: index, text: key), row, origin)
      return nil
    }
    var id: String?
    if let cell = fact.id {
      id = try text(of: cell, row)
      if id == nil { throw .missing("id", column: cell.index) }
    }
    return draft(members, fact, id: id, groupKey: nil, rows: [origin])
  }

  /// The facts that several rows tell together, in the order in which they began.
  mutating func groupedDrafts() -> [FactDraft] {
    let done = groups
    groups = []
    groupPlaces = [:]
    return done.map { group in
      var members = group.members
      if let first = group.lines.first {
        members.append(
          .init(
            key: "lines", keyPosition: first.position,
            value: Node(.array(group.lines), at: first.position)))
      }
      return draft(
        members, facts[group.fact], id: nil, groupKey: group.key, rows: group.rows)
    }
  }

  private mutating func add(
    _ members: [Node.Member], to key: GroupKey, _ row: TableRow, _ origin: FactDraft.Origin
  ) throws(CellProblem) {
    var lines: [Node] = []
    if case .array(let nodes)? = members.first(where: { $0.key == "lines" })?.value.content {
      lines = nodes
    }
    let others = members.filter { $0.key != "lines" }
    guard let place = groupPlaces[key] else {
      groupPlaces[key] = groups.count
      groups.append(
        Group(fact: key.fact, key: key.text, members: others, lines: lines, rows: [origin]))
      return
    }
    let first = groups[place]
    for (one, other) in zip(first.members, others) where one.json != other.json {
      let column = Int(other.value.position.column) - 1
      throw .differs(
        one.key == other.key ? one.key : min(one.key, other.key), from: first.rows[0].number,
        column: column >= 0 ? column : nil)
    }
    guard first.members.count == others.count else {
      throw .differs(
        first.members.count > others.count
          ? first.members[others.count].key : others[first.members.count].key,
        from: first.rows[0].number, column: nil)
    }
    groups[place].lines += lines
    groups[place].rows.append(origin)
  }

  /// The fields of a fact but its id and what is stated.
  private func members(
    of fact: BoundFact, _ row: TableRow
  ) throws(CellProblem) -> [Node.Member] {
    var result: [Node.Member] = []
    // One more for the id.
    result.reserveCapacity(fact.fields.count + 1)
    for field in fact.fields {
      if let value = try cells.value(field.value, row) {
        result.append(.init(key: field.name, keyPosition: value.position, value: value))
      } else if field.name == "occurredAt" {
        throw .missing("occurredAt", column: fact.momentColumn)
      }
    }
    return result
  }

  private func holds(
    _ condition: (column: Int, test: RowCondition.Test), _ row: TableRow
  ) -> Bool {
    let column = condition.column
    return switch condition.test {
    case .present: !row.isEmpty(column)
    case .absent: row.isEmpty(column)
    case .equals(let texts): texts.contains(row[column].lowercased())
    case .notEquals(let texts): !texts.contains(row[column].lowercased())
    }
  }

  private func text(of cell: BoundCell, _ row: TableRow) throws(CellProblem) -> String? {
    guard case .string(let text)? = try cells.value(cell, row)?.content else { return nil }
    return text
  }
}

extension RowMapper {
  private mutating func draft(
    _ members: [Node.Member], _ fact: BoundFact, id: String?, groupKey: String?,
    rows: [FactDraft.Origin]
  ) -> FactDraft {
    let position = Position(line: Int32(clamping: rows.first?.number ?? 0), column: 0)
    var all = members
    let id = id ?? digest(members, fact, groupKey).text
    all.append(.init(key: "id", keyPosition: position, value: Node(.string(id), at: position)))
    state(fact.stated, in: &all)
    return FactDraft(node: Node(.object(all), at: position), rows: rows)
  }

  private mutating func digest(
    _ members: [Node.Member], _ fact: BoundFact, _ groupKey: String?
  ) -> FactDigest {
    if let groupKey {
      return FactDigest(
        of: fact.constants, kind: fact.kind, group: groupKey, repetition: 0, using: &writer)
    }
    let digest = FactDigest(
      of: members, kind: fact.kind, group: nil, repetition: 0, using: &writer)
    guard fact.keepsRepeats else { return digest }
    let repetition = repeats[digest, default: 0]
    repeats[digest] = repetition + 1
    return repetition == 0
      ? digest
      : FactDigest(
        of: members, kind: fact.kind, group: nil, repetition: repetition, using: &writer)
  }

  /// Adds what somebody stated of the period in which the fact falls, and who it was.
  private func state(_ constants: [StatedConstant], in members: inout [Node.Member]) {
    guard !constants.isEmpty,
      case .string(let text)? = members.first(where: { $0.key == "occurredAt" })?.value.content,
      let moment = Timestamp(rfc3339: text)
    else { return }
    let day = cells.zone.day(of: moment)
    var statements: [Node] = []
    for constant in constants
    where constant.from <= day && day <= constant.until ?? .last
      && !members.contains(where: { $0.key == constant.field })
    {
      let position = constant.value.position
      members.append(.init(key: constant.field, keyPosition: position, value: constant.value))
      statements.append(
        Node(
          .object([
            .text("field", constant.field, at: position),
            .text("statedBy", constant.statedBy, at: position),
            .text("because", constant.because, at: position),
          ]), at: position))
    }
    guard let first = statements.first else { return }
    members.append(
      .init(
        key: "stated", keyPosition: first.position,
        value: Node(.array(statements), at: first.position)))
  }
}

extension Node.Member {
  fileprivate static func text(_ key: String, _ text: String, at position: Position) -> Self {
    Self(key: key, keyPosition: position, value: Node(.string(text), at: position))
  }

  /// The member as text, whatever its place.
  fileprivate var json: [UInt8] {
    var writer = JSONWriter()
    writer.node(value)
    return Array(key.utf8) + [0] + writer.bytes
  }
}
