internal import OpenkaartCore

/// A column that was found in a file, and how its cells are read.
///
/// An object, because a row passes many of them by.
final class BoundCell: Sendable {
  /// The place of the column.
  let index: Int
  let cell: CellMapping

  init(_ cell: CellMapping, at index: Int) {
    self.index = index
    self.cell = cell
  }
}

/// Where a field's value comes from in one file.
indirect enum BoundValue: Sendable {
  case cell(BoundCell)
  case constant(Node)
  case object([BoundField])
  case list([BoundValue])
}

struct BoundField: Sendable {
  let name: String
  let value: BoundValue
}

/// How a row of one file becomes one fact.
struct BoundFact: Sendable {
  let kind: FactKind
  let conditions: [(column: Int, test: RowCondition.Test)]
  let group: BoundCell?
  let id: BoundCell?
  let keepsRepeats: Bool
  /// Every field but the id and what is stated.
  let fields: [BoundField]
  /// Those of them that are the same in every row.
  let constants: [Node.Member]
  /// The column that says when it happened, if one does.
  let momentColumn: Int?
  let stated: [StatedConstant]
}

extension BoundFact {
  /// Binds a fact of a mapping whose columns are all in the file.
  ///
  /// - Parameters:
  ///   - mapping: What the columns mean.
  ///   - bound: Where they are.
  ///   - exportedAt: When the file was made, for facts that happened then.
  init(_ mapping: FactMapping, in bound: BoundMapping, exportedAt: Timestamp) {
    kind = mapping.kind
    conditions = mapping.conditions.compactMap { condition in
      bound.index(of: condition.column).map { ($0, condition.test) }
    }
    group = mapping.group.flatMap { bound.cell($0) }
    id = mapping.id.flatMap { bound.cell($0) }
    keepsRepeats = mapping.keepsRepeats
    let moment: ValueMapping =
      switch mapping.occurredAt {
      case .cell(let cell): .cell(cell)
      case .export: .constant(.nowhere(exportedAt.rfc3339()))
      case .fixed(let moment): .constant(.nowhere(moment.rfc3339()))
      }
    let head = [
      FactMapping.Field(name: "kind", value: .constant(.nowhere(mapping.kind.rawValue))),
      FactMapping.Field(name: "subject", value: mapping.subject),
      FactMapping.Field(name: "occurredAt", value: moment),
    ]
    fields = (head + mapping.fields).compactMap { bound.field($0) }
    constants = mapping.fields.compactMap { field in
      guard case .constant(let value) = field.value else { return nil }
      return Node.Member(key: field.name, keyPosition: value.position, value: value)
    }
    momentColumn = mapping.occurredAt.cell.flatMap { bound.index(of: $0.column) }
    stated = mapping.stated
  }
}

extension BoundMapping {
  fileprivate func cell(_ cell: CellMapping) -> BoundCell? {
    index(of: cell.column).map { BoundCell(cell, at: $0) }
  }

  fileprivate func field(_ field: FactMapping.Field) -> BoundField? {
    value(field.value).map { BoundField(name: field.name, value: $0) }
  }

  private func value(_ value: ValueMapping) -> BoundValue? {
    switch value {
    case .cell(let cell): self.cell(cell).map { .cell($0) }
    case .constant(let node): .constant(node)
    case .object(let fields): .object(fields.compactMap { field($0) })
    case .list(let values): .list(values.compactMap { self.value($0) })
    }
  }
}

extension Node {
  /// A text that stands in no row.
  fileprivate static func nowhere(_ text: String) -> Node {
    Node(.string(text), at: Position(line: 0, column: 0))
  }
}
