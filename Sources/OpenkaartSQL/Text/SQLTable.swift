/// A table that questions read.
public struct SQLTable: Hashable, Sendable {
  public let name: String
  /// What a row is.
  let meaning: String
  let columns: [SQLColumn]
  /// The columns that together name a row; empty where several rows may be alike.
  let key: [String]

  /// The statements that make the table, in this dialect.
  ///
  /// What each column means is written into the database too.
  public func definition(in dialect: SQLDialect) -> String {
    switch dialect {
    case .postgresql: definitionForPostgreSQL
    case .spark: definitionForSpark
    }
  }

  private var definitionForPostgreSQL: String {
    let dialect = SQLDialect.postgresql
    var lines = columns.map { $0.definition(in: dialect) }
    if !key.isEmpty { lines.append("PRIMARY KEY (\(key.joined(separator: ", ")))") }
    var text = "CREATE TABLE \(name) (\n  \(lines.joined(separator: ",\n  "))\n);\n"
    func comment(_ what: String, _ meaning: String) {
      guard let meaning = dialect.literal(meaning) else { return }
      text += "COMMENT ON \(what) IS \(meaning);\n"
    }
    comment("TABLE \(name)", meaning)
    for column in columns { comment("COLUMN \(name).\(column.name)", column.meaning) }
    return text
  }

  private var definitionForSpark: String {
    let dialect = SQLDialect.spark
    func comment(_ meaning: String) -> String {
      dialect.literal(meaning).map { " COMMENT \($0)" } ?? ""
    }
    let lines = columns.map { $0.definition(in: dialect) + comment($0.meaning) }
    return "CREATE TABLE \(name) (\n  \(lines.joined(separator: ",\n  "))\n)\(comment(meaning));\n"
  }

  /// The names of the columns, as the first line of a file of rows.
  public var header: String { columns.map(\.name).joined(separator: ",") }
}

/// A column of a table.
struct SQLColumn: Hashable, Sendable {
  let name: String
  let type: SQLType
  var isOptional = false
  let meaning: String

  func definition(in dialect: SQLDialect) -> String {
    "\(name) \(dialect.name(of: type))\(isOptional ? "" : " NOT NULL")"
  }
}

/// A value of a row, as a file of comma-separated values has it.
enum SQLValue {
  case number(Int64)
  case truth(Bool)
  case text(String)
  case nothing

  /// The value; a text always in quotes, so that an empty one is not taken for nothing.
  var cell: String {
    switch self {
    case .number(let number): String(number)
    case .truth(let isTrue): isTrue ? "true" : "false"
    case .text(let text):
      SQLText.canonical(text).unicodeScalars.reduce(into: "\"") {
        if $1 == "\"" { $0 += "\"" }
        $0.unicodeScalars.append($1)
      } + "\""
    case .nothing: ""
    }
  }

  init(_ number: Int64?) { self = number.map { .number($0) } ?? .nothing }
  init(_ text: String?) { self = text.map { .text($0) } ?? .nothing }

  static func row(_ values: [SQLValue]) -> String {
    values.map(\.cell).joined(separator: ",")
  }
}
