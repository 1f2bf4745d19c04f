public import OpenkaartCore
public import OpenkaartService

/// Reads facts as they are in the public format, one JSON object a line.
public struct LineFeed: FactFeed {
  public private(set) var report: FileReport
  private var text: TextStream
  /// Where the next line begins, in what of the text is in memory.
  private var offset = 0
  private let reader: FactReader
  private let knowledge: Knowledge
  private var line = 0

  /// Opens a file of facts.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - file: Its name, for the report.
  ///   - source: The source of facts that name none; `nil` refuses those.
  ///   - knowledge: When facts count as known.
  ///   - pieceSize: How many bytes are read at once.
  /// - Throws: ``ContentError`` when the file cannot be read.
  public init(
    _ content: any FileContent, named file: String, source: String? = nil, knowledge: Knowledge,
    pieceSize: Int = TableReader.pieceSize
  ) throws(ContentError) {
    text = try TextStream(linesOf: content, pieceSize: pieceSize)
    self.knowledge = knowledge
    report = FileReport(file: file)
    reader = knowledge.reader(source: source, isFromSystem: false)
  }

  /// What one line may hold; far beyond any fact.
  private static let limits = DocumentLimits(bytes: 1 << 20, depth: 16, nodes: 20_000)

  public var hasGroups: Bool { false }
  public var part: Double { text.part(at: offset) }

  public mutating func next(rows count: Int) throws(ContentError) -> FeedBatch? {
    var batch = FeedBatch()
    var read = 0
    while read < count {
      guard let origin = try nextLine() else { return read > 0 ? batch : nil }
      let document = text.bytes(in: origin.place, most: Self.limits.bytes + 1)
      guard !Self.isBlank(document) else { continue }
      read += 1
      report.rows += 1
      do throws(DocumentError) {
        let document = try JSONReader.node(in: document, limits: Self.limits)
        batch.facts.append(
          FedFact(
            reading: try reader.reading(of: document).adjusted(by: knowledge),
            rows: [report.rows], origin: origin))
      } catch {
        reject(origin, error)
      }
    }
    return batch
  }

  /// Where the next line is; of one that is too long, how it begins.
  private mutating func nextLine() throws(ContentError) -> FactDraft.Origin? {
    var end = offset
    var place: Range<Int>?
    while true {
      end = text.bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? text.bytes.count
      if end < text.bytes.count || text.isWhole { break }
      if end - offset > Self.limits.bytes, place == nil {
        place = (text.base + offset)..<(text.base + end)
      }
      // Of a line that is too long no more is kept.
      if place != nil { offset = end }
      try text.readOn(from: text.base + offset)
      (offset, end) = (0, end - offset)
    }
    guard offset < text.bytes.count || place != nil else { return nil }
    line += 1
    let found = place ?? (text.base + offset)..<(text.base + end)
    offset = min(end + 1, text.bytes.count)
    return FactDraft.Origin(number: line, line: line, place: found)
  }

  public mutating func reject(_ fed: FedFact, _ error: DocumentError) { reject(fed.origin, error) }

  public mutating func drainRejects() -> [Reject] { report.drainRejects() }

  private mutating func reject(_ origin: FactDraft.Origin, _ error: DocumentError) {
    let shown = text.bytes(in: origin.place, most: TableRow.mostShown)
    report.add(Reject(shown, origin.number, error, file: report.file))
  }

  private static func isBlank(_ line: [UInt8]) -> Bool {
    line.allSatisfy { $0 == UInt8(ascii: " ") || 9...13 ~= $0 }
  }
}

/// Takes in facts in the public format.
public struct FactLines: Sendable {
  private let knowledge: Knowledge

  /// - Parameter knowledge: When facts count as known.
  public init(knowledge: Knowledge = .asTold) { self.knowledge = knowledge }

  /// Reads all of `content` into `intake`; lines that are no facts are reported, the others go in.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - file: Its name, for the report.
  ///   - intake: Where the facts go.
  ///   - progress: Told now and then how much of the file is done, from 0 to 1.
  /// - Returns: What came of the file.
  /// - Throws: ``ContentError`` when the file cannot be read to its end.
  public func run(
    _ content: any FileContent, named file: String, into intake: inout Intake,
    progress: (Double) -> Void = { _ in }
  ) throws(ContentError) -> FileReport {
    var feed = try LineFeed(content, named: file, knowledge: knowledge)
    return try intake.take(&feed, progress: progress)
  }
}

extension Reject {
  fileprivate init(_ line: [UInt8], _ number: Int, _ error: DocumentError, file: String) {
    let shown = String(decoding: line, as: UTF8.self).unicodeScalars
      .map { $0.value < 0x20 ? " " : Character($0) }
    self.init(
      file: file, row: number, line: number, column: nil, code: error.code,
      text: error.message, excerpt: String(shown),
      caret: max(0, Int(error.position.column) - 1))
  }
}
