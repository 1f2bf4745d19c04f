internal import OpenkaartCore

/// Turns cells of one file into values of facts.
struct CellReader: Sendable {
  let zone: ZoneRules
  let decimal: DecimalText

  /// The value of a field in `row`; `nil` when nothing stands there.
  func value(_ value: BoundValue, _ row: TableRow) throws(CellProblem) -> Node? {
    switch value {
    case .constant(let node): return node
    case .cell(let cell): return try self.value(cell, row)
    case .object(let fields):
      var members: [Node.Member] = []
      members.reserveCapacity(fields.count)
      for field in fields {
        guard let value = try self.value(field.value, row) else { continue }
        members.append(.init(key: field.name, keyPosition: value.position, value: value))
      }
      guard let first = members.first else { return nil }
      return Node(.object(members), at: first.value.position)
    case .list(let items):
      var nodes: [Node] = []
      for item in items {
        if let value = try self.value(item, row) { nodes.append(value) }
      }
      guard let first = nodes.first else { return nil }
      return Node(.array(nodes), at: first.position)
    }
  }

  func value(_ bound: BoundCell, _ row: TableRow) throws(CellProblem) -> Node? {
    let column = bound.index
    let position = Position(line: Int32(clamping: row.number), column: Int32(clamping: column + 1))
    if row.isEmpty(column) { return placed(bound.cell.fallback, at: position) }
    let text = row[column]
    if let values = bound.cell.values {
      guard let value = values[text.lowercased()] ?? bound.cell.other else {
        throw .unknownValue(column: column)
      }
      return placed(value, at: position)
    }
    if case .list(let inner) = bound.cell.type {
      var nodes: [Node] = []
      for item in text.split(separator: bound.cell.separator ?? ",") {
        let trimmed = item.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        guard !trimmed.isEmpty else { continue }
        nodes.append(Node(try content(String(trimmed), inner, bound), at: position))
      }
      return nodes.isEmpty ? nil : Node(.array(nodes), at: position)
    }
    return Node(try content(text, bound.cell.type, bound), at: position)
  }

  private func placed(_ node: Node?, at position: Position) -> Node? {
    guard let node, node.content != .null else { return nil }
    return Node(node.content, at: position)
  }

  private func content(
    _ text: String, _ type: FieldType, _ bound: BoundCell
  ) throws(CellProblem) -> Node.Content {
    switch type {
    case .text, .word, .object, .record, .list, .constantOnly:
      guard !Self.isShortened(text) else { throw .shortened(column: bound.index) }
      return .string(bound.cell.prefix.isEmpty ? text : bound.cell.prefix + text)
    case .moment: return .string(try moment(text, bound).rfc3339())
    case .day: return .string(try day(text, bound).iso)
    case .momentOrDay:
      guard case .day(let day)? = bound.cell.pattern.reading(of: text) else {
        return .string(try moment(text, bound).rfc3339())
      }
      return .string(day.iso)
    case .bool:
      guard let bool = Self.truth[text.lowercased()] else { throw .bool(column: bound.index) }
      return .bool(bool)
    case .integer: return .number(String(try number(text, decimals: 0, bound.index)))
    case .cents:
      let decimals = bound.cell.isInMinorUnits ? 0 : 2
      return .number(String(try number(text, decimals: decimals, bound.index)))
    }
  }

  private func moment(_ text: String, _ bound: BoundCell) throws(CellProblem) -> Timestamp {
    switch bound.cell.pattern.reading(of: text) {
    case .moment(let moment): return moment
    case .day(let day): return zone.start(of: day)
    case .local(let day, let milliseconds):
      return zone.moment(on: day, milliseconds: milliseconds)
    case nil: throw .date(bound.cell.pattern, column: bound.index)
    }
  }

  private func day(_ text: String, _ bound: BoundCell) throws(CellProblem) -> Day {
    switch bound.cell.pattern.reading(of: text) {
    case .moment(let moment): return zone.day(of: moment)
    case .day(let day), .local(let day, _): return day
    case nil: throw .date(bound.cell.pattern, column: bound.index)
    }
  }

  private func number(
    _ text: String, decimals: Int, _ column: Int
  ) throws(CellProblem) -> Int64 {
    do {
      return try decimal.value(of: text, decimals: decimals)
    } catch {
      throw .number(error, column: column)
    }
  }

  /// Whether a spreadsheet made this of a long number: `6,12346E+11`.
  private static func isShortened(_ text: String) -> Bool {
    let bytes = text.utf8
    guard 4...24 ~= bytes.count, let first = bytes.first, 0x30...0x39 ~= first,
      let mark = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }),
      let sign = bytes[mark...].dropFirst().first,
      sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    else { return false }
    let digits = bytes[mark...].dropFirst(2)
    let isNumber = bytes[..<mark].allSatisfy {
      0x30...0x39 ~= $0 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
    }
    return isNumber && !digits.isEmpty && digits.allSatisfy { 0x30...0x39 ~= $0 }
  }

  private static let truth: [String: Bool] = [
    "true": true, "yes": true, "y": true, "ja": true, "j": true, "1": true, "waar": true,
    "false": false, "no": false, "n": false, "nee": false, "0": false, "onwaar": false,
  ]
}
