internal import OpenkaartCore

/// How the columns of one source's file become facts: what `map.yaml` says.
public struct Mapping: Hashable, Sendable {
  /// The source of every fact, as the policy names it.
  public let source: String
  public let format: TableFormat
  /// The zone of local times in the file; `nil` is the controller's.
  public let timeZone: String?
  let decimalMark: DecimalText.Mark?
  let facts: [FactMapping]

  /// Whether some facts happened when the file was made.
  public var needsExportMoment: Bool { facts.contains { $0.occurredAt == .export } }

  /// The attributes of people that columns become, each once, in order.
  public var attributes: [String] {
    let named = facts.filter { $0.kind == .described }.flatMap(\.fields)
      .filter { $0.name == "attributes" }
      .flatMap { field -> [String] in
        if case .object(let fields) = field.value { fields.map(\.name) } else { [] }
      }
    return Set(named).sorted()
  }
}

/// How a row becomes one fact.
struct FactMapping: Hashable, Sendable {
  let kind: FactKind
  let position: Position
  /// What must hold for the row to tell this fact.
  let conditions: [RowCondition]
  /// The column whose equal cells make several rows one fact.
  let group: CellMapping?
  let id: CellMapping?
  /// Whether rows that say the same are separate events.
  let keepsRepeats: Bool
  let subject: ValueMapping
  let occurredAt: MomentMapping
  /// The other fields, in the order of their names.
  let fields: [Field]
  let stated: [StatedConstant]

  struct Field: Hashable, Sendable {
    let name: String
    let value: ValueMapping
  }
}

/// When a fact happened.
enum MomentMapping: Hashable, Sendable {
  case cell(CellMapping)
  /// When the file was made.
  case export
  case fixed(Timestamp)

  var cell: CellMapping? {
    if case .cell(let cell) = self { cell } else { nil }
  }
}

/// Where a field's value comes from.
indirect enum ValueMapping: Hashable, Sendable {
  case cell(CellMapping)
  case constant(Node)
  case object([FactMapping.Field])
  case list([ValueMapping])
}

/// One column, and how its cells are read.
struct CellMapping: Hashable, Sendable {
  let column: String
  let position: Position
  let type: FieldType
  var pattern = DatePattern.iso
  /// What cells stand for, by their text in small letters.
  var values: [String: Node]?
  /// What any other cell stands for; `nil` refuses the row.
  var other: Node?
  /// What an empty cell stands for; `nil` leaves the field out.
  var fallback: Node?
  /// For money: whether the file counts whole units or minor ones.
  var isInMinorUnits = false
  /// What parts the items of a list in one cell.
  var separator: Character?
  /// What is put before the text, so that ids of two tables differ.
  var prefix = ""
}

/// A condition on one cell.
struct RowCondition: Hashable, Sendable {
  let column: String
  let position: Position
  let test: Test

  enum Test: Hashable {
    case present
    case absent
    case equals([String])
    case notEquals([String])
  }
}

/// A value that no column holds but somebody vouches for, over a period.
struct StatedConstant: Hashable, Sendable {
  let field: String
  let value: Node
  let from: Day
  /// The last day, which counts whole; `nil` is no end.
  let until: Day?
  let statedBy: String
  let because: String
}
