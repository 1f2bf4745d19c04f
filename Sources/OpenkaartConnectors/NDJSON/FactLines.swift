public import OpenkaartCore
public import OpenkaartService

/// Reads facts as they are in the public format, one JSON object a line.
public struct LineFeed: FactFeed {
  public private(set) var report: FileReport
  private let bytes: [UInt8]
  private let reader: FactReader
  private let knowledge: Knowledge
  private var offset: Int
  private var line = 0

  /// Opens a file of facts.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for the report.
  ///   - source: The source of facts that name none; `nil` refuses those.
  ///   - knowledge: When facts count as known.
  public init(
    _ bytes: [UInt8], named file: String, source: String? = nil, knowledge: Knowledge
  ) {
    self.bytes = bytes
    self.knowledge = knowledge
    report = FileReport(file: file)
    reader = knowledge.reader(source: source, isFromSystem: false)
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// What one line may hold; far beyond any fact.
  private static let limits = DocumentLimits(bytes: 1 << 20, depth: 16, nodes: 20_000)

  public var hasGroups: Bool { false }
  public var part: Double { Double(offset) / Double(max(1, bytes.count)) }

  public mutating func next(rows count: Int) -> FeedBatch? {
    guard offset < bytes.count else { return nil }
    var batch = FeedBatch()
    var read = 0
    while read < count, offset < bytes.count {
      line += 1
      let end = Self.endOfLine(in: bytes, from: offset)
      let origin = FactDraft.Origin(number: line, line: line, range: offset..<end)
      offset = end + 1
      guard !Self.isBlank(bytes[origin.range]) else { continue }
      read += 1
      report.rows += 1
      do throws(DocumentError) {
        let document = try JSONReader.node(in: Array(bytes[origin.range]), limits: Self.limits)
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

  public mutating func reject(_ fed: FedFact, _ error: DocumentError) { reject(fed.origin, error) }

  public mutating func drainRejects() -> [Reject] { report.drainRejects() }

  private mutating func reject(_ origin: FactDraft.Origin, _ error: DocumentError) {
    report.add(Reject(bytes[origin.range], origin.number, error, file: report.file))
  }

  private static func endOfLine(in bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    return index
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == UInt8(ascii: " ") || 9...13 ~= $0 }
  }
}

/// Takes in facts in the public format in memory.
public struct FactLines: Sendable {
  private let knowledge: Knowledge

  /// - Parameter knowledge: When facts count as known.
  public init(knowledge: Knowledge = .asTold) { self.knowledge = knowledge }

  /// Reads all of `bytes` into `intake`; lines that are no facts are reported, the others go in.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for the report.
  ///   - intake: Where the facts go.
  ///   - progress: Told now and then how much of the file is done, from 0 to 1.
  /// - Returns: What came of the file.
  public func run(
    _ bytes: [UInt8], named file: String, into intake: inout Intake,
    progress: (Double) -> Void = { _ in }
  ) -> FileReport {
    var feed = LineFeed(bytes, named: file, knowledge: knowledge)
    return intake.take(&feed, progress: progress)
  }
}

extension Reject {
  fileprivate init(_ line: ArraySlice<UInt8>, _ number: Int, _ error: DocumentError, file: String) {
    let shown = String(decoding: line.prefix(4000), as: UTF8.self).unicodeScalars
      .map { $0.value < 0x20 ? " " : Character($0) }
    self.init(
      file: file, row: number, line: number, column: nil, code: error.code,
      message: error.message, excerpt: String(shown),
      caret: max(0, Int(error.position.column) - 1))
  }
}
