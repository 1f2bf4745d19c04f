public import OpenkaartCore

/// Reads a table of text: every row becomes the facts that a mapping says.
public struct TableFeed: FactFeed {
  public private(set) var report: FileReport
  private var table: TableReader
  private var row: TableRow
  private let columns: [String]
  private var mapper: RowMapper
  private let reader: FactReader
  private let knowledge: Knowledge
  private let snapshot: SnapshotColumns?
  private var hasEnded = false
  private var grouped: ArraySlice<FactDraft>?
  /// The number of each row among those that hold anything, by the number spreadsheets show.
  private var numbers: [Int: Int] = [:]

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - file: Its name, for the report.
  ///   - mapping: What its columns mean.
  ///   - zone: The zone of local times in it.
  ///   - knowledge: When its facts count as known.
  ///   - exportedAt: When the file was made, for facts that happened when it was.
  ///   - snapshotKey: The column that names each row of a full export, if it is one.
  ///   - survey: What is known of the file, if it was passed over before.
  /// - Throws: ``ImportError`` when no row can be read at all.
  public init(
    _ content: any FileContent, named file: String, mapping: Mapping, zone: ZoneRules,
    knowledge: Knowledge, exportedAt: Timestamp? = nil, snapshotKey: String? = nil,
    survey: ContentSurvey? = nil
  ) throws(ImportError) {
    do {
      table = try TableReader(content, format: mapping.format, survey: survey)
    } catch {
      throw .table(error)
    }
    let bound = BoundMapping(mapping, to: table.columns, snapshotKey: snapshotKey)
    guard bound.diagnostics.isEmpty else { throw .mapping(bound.diagnostics) }
    if let diagnostic = bound.keyDiagnostic { throw .snapshotKey(diagnostic) }
    if mapping.needsExportMoment, exportedAt == nil { throw .exportMoment }
    let columns = table.columns
    self.columns = columns
    report = FileReport(file: file)
    report.delimiter = table.delimiter
    report.encoding = table.encoding
    report.unusedColumns = columns.indices
      .filter { !columns[$0].isEmpty && !bound.used.contains($0) }.map { columns[$0] }
    row = TableRow()
    mapper = RowMapper(bound, zone: zone, exportedAt: exportedAt)
    self.knowledge = knowledge
    reader = knowledge.reader(source: mapping.source, isFromSystem: true)
    snapshot = snapshotKey.flatMap { SnapshotColumns($0, in: bound) }
  }

  public var part: Double { table.part }

  /// Whether some facts come from several rows, and so only when the file has ended.
  public var hasGroups: Bool { mapper.hasGroups }

  public mutating func next(rows count: Int) throws(ContentError) -> FeedBatch? {
    guard !hasEnded else { return nextGrouped(count) }
    var batch = FeedBatch()
    for _ in 0..<count {
      guard try table.next(&row) else {
        hasEnded = true
        break
      }
      take(into: &batch)
    }
    return batch.facts.isEmpty && batch.rows.isEmpty && hasEnded ? nextGrouped(count) : batch
  }

  private mutating func nextGrouped(_ count: Int) -> FeedBatch? {
    var drafts = grouped ?? mapper.groupedDrafts()[...]
    guard !drafts.isEmpty else {
      grouped = []
      return nil
    }
    var batch = FeedBatch()
    batch.isGrouped = true
    for draft in drafts.prefix(count) { take(draft, into: &batch, shown: nil) }
    drafts = drafts.dropFirst(count)
    grouped = drafts
    return batch
  }

  private mutating func take(into batch: inout FeedBatch) {
    report.rows += 1
    if mapper.hasGroups { numbers[row.number] = report.rows }
    if let problem = row.problem {
      return reject(row, row.problemColumn, problem.code, problem.message)
    }
    let first = batch.facts.count
    let rejects = report.rejectCount
    for index in 0..<mapper.factCount {
      do throws(CellProblem) {
        guard let draft = try mapper.draft(index, of: row) else { continue }
        take(draft, into: &batch, shown: row)
      } catch {
        reject(row, error.column, error.code, error.message)
      }
    }
    guard let snapshot else { return }
    let subject = batch.facts[first...].first?.fact.subject
    guard let told = snapshot.row(row, number: report.rows, subject: subject) else {
      batch.facts.removeSubrange(first...)
      return reject(
        row, snapshot.key, "snapshot.noKey",
        LocalizedText(
          nl: "De sleutel van deze rij is leeg; elke rij heeft er een nodig.",
          en: "The key of this row is empty; every row needs one."))
    }
    // A row that could not be read in full is not remembered, so that it is reported again.
    if report.rejectCount == rejects { batch.rows.append(told) }
  }

  private mutating func take(_ draft: FactDraft, into batch: inout FeedBatch, shown: TableRow?) {
    do throws(DocumentError) {
      let reading = try reader.reading(of: draft.node)
      guard let origin = draft.rows.first else { return }
      let rows = shown == nil ? draft.rows.compactMap { numbers[$0.number] } : [report.rows]
      batch.facts.append(
        FedFact(reading: reading.adjusted(by: knowledge), rows: rows, origin: origin))
    } catch {
      let column = Int(error.position.column) - 1
      let origin = draft.rows.first { $0.number == Int(error.position.line) } ?? draft.rows.first
      guard let row = shown ?? origin.map({ self.row(at: $0) }) else { return }
      reject(row, column >= 0 ? column : nil, error.code, error.message)
    }
  }

  public mutating func reject(_ fed: FedFact, _ error: DocumentError) {
    reject(row(at: fed.origin), nil, error.code, error.message)
  }

  /// A row that was read before, for showing it.
  private func row(at origin: FactDraft.Origin) -> TableRow {
    TableRow(
      number: origin.number, line: origin.line, beginning: table.beginning(of: origin.place))
  }

  public mutating func drainRejects() -> [Reject] { report.drainRejects() }

  private mutating func reject(
    _ row: TableRow, _ column: Int?, _ code: String, _ text: LocalizedText
  ) {
    let (excerpt, caret) = row.excerpt(pointingAt: column)
    report.add(
      Reject(
        file: report.file, row: row.number, line: row.line,
        column: column.flatMap { columns.indices.contains($0) ? columns[$0] : nil }, code: code,
        text: text, excerpt: excerpt, caret: caret))
  }
}

extension FactReader.Reading {
  func adjusted(by knowledge: Knowledge) -> FactReader.Reading {
    FactReader.Reading(
      fact: knowledge.adjusted(fact), maskedCitizenNumbers: maskedCitizenNumbers,
      placeholders: placeholders)
  }
}
