public import OpenkaartCore
public import OpenkaartService

/// Takes in a table of text: every row becomes the facts that a mapping says.
public struct TableImport: Sendable {
  private let mapping: Mapping
  private let zone: ZoneRules
  private let reader: FactReader

  /// Prepares to read files of one shape.
  ///
  /// - Parameters:
  ///   - mapping: What the columns mean.
  ///   - zone: The zone of local times in the file.
  ///   - recordedAt: When the facts count as recorded; `nil` is when they happened.
  public init(_ mapping: Mapping, zone: ZoneRules, recordedAt: Timestamp? = nil) {
    self.mapping = mapping
    self.zone = zone
    reader = FactReader(
      defaultSource: mapping.source, recordedAt: recordedAt, acceptsRecordedAt: false)
  }

  /// Reads all of `bytes` into `intake`; rows that cannot be read are reported, the others go in.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for the report.
  ///   - intake: Where the facts go.
  ///   - progress: Told now and then how much of the file is done, from 0 to 1.
  /// - Returns: What came of the file.
  /// - Throws: ``ImportError`` when no row can be read at all.
  public func run(
    _ bytes: [UInt8], named file: String, into intake: inout Intake,
    progress: (Double) -> Void = { _ in }
  ) throws(ImportError) -> FileReport {
    var table: TableReader
    do {
      table = try TableReader(bytes, format: mapping.format)
    } catch {
      throw .table(error)
    }
    let bound = BoundMapping(mapping, to: table.columns)
    guard bound.diagnostics.isEmpty else { throw .mapping(bound.diagnostics) }

    var run = Run(file: file, table: table, bound: bound, zone: zone, reader: reader)
    var row = TableRow(of: table)
    while table.next(&row) {
      run.take(row, into: &intake)
      if row.number % 4096 == 0 { progress(Double(table.offset) / Double(max(1, table.size))) }
    }
    run.finish(into: &intake)
    progress(1)
    return run.report
  }

  /// One reading of one file.
  private struct Run {
    var report: FileReport
    private let bytes: [UInt8]
    private let columns: [String]
    private var mapper: RowMapper
    private let reader: FactReader

    init(
      file: String, table: TableReader, bound: BoundMapping, zone: ZoneRules, reader: FactReader
    ) {
      report = FileReport(file: file)
      report.delimiter = table.delimiter
      report.encoding = table.encoding
      let columns = table.columns
      self.columns = columns
      report.unusedColumns = columns.indices
        .filter { !columns[$0].isEmpty && !bound.used.contains($0) }.map { columns[$0] }
      bytes = table.bytes
      mapper = RowMapper(bound, zone: zone)
      self.reader = reader
    }

    mutating func take(_ row: TableRow, into intake: inout Intake) {
      report.rows += 1
      if let problem = row.problem {
        intake.countRejected()
        reject(row, row.problemColumn, problem.code, problem.message)
        return
      }
      for index in 0..<mapper.factCount {
        do throws(CellProblem) {
          guard let draft = try mapper.draft(index, of: row) else { continue }
          take(draft, row, into: &intake)
        } catch {
          intake.countRejected()
          reject(row, error.column, error.code, error.message)
        }
      }
    }

    mutating func finish(into intake: inout Intake) {
      for draft in mapper.groupedDrafts() { take(draft, nil, into: &intake) }
    }

    private mutating func take(_ draft: FactDraft, _ row: TableRow?, into intake: inout Intake) {
      do throws(DocumentError) {
        try intake.take(draft.node, with: reader)
      } catch {
        let column = Int(error.position.column) - 1
        let origin = draft.rows.first { $0.number == Int(error.position.line) } ?? draft.rows.first
        guard let origin else { return }
        let shown = row ?? TableRow(bytes: bytes, origin)
        reject(shown, column >= 0 ? column : nil, error.code, error.message)
      }
    }

    private mutating func reject(
      _ row: TableRow, _ column: Int?, _ code: String, _ message: String
    ) {
      let (excerpt, caret) = row.excerpt(pointingAt: column)
      report.add(
        Reject(
          file: report.file, row: row.number, line: row.line,
          column: column.flatMap { columns.indices.contains($0) ? columns[$0] : nil }, code: code,
          message: message, excerpt: excerpt, caret: caret))
    }
  }
}

extension TableRow {
  /// A row that was read before, for showing it.
  fileprivate init(bytes: [UInt8], _ origin: FactDraft.Origin) {
    self.init(bytes: bytes)
    start(number: origin.number, line: origin.line, offset: origin.range.lowerBound)
    range = origin.range
  }
}
