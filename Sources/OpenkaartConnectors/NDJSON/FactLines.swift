public import OpenkaartCore
public import OpenkaartService

/// Takes in facts as they are in the public format, one JSON object a line.
public struct FactLines: Sendable {
  private let reader: FactReader

  /// - Parameter recordedAt: When facts count as recorded that do not say; `nil` is when they
  ///   happened.
  public init(recordedAt: Timestamp? = nil) {
    reader = FactReader(acceptsSystemFacts: false, recordedAt: recordedAt)
  }

  /// What one line may hold; far beyond any fact.
  private static let limits = DocumentLimits(bytes: 1 << 20, depth: 16, nodes: 20_000)

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
    var report = FileReport(file: file)
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    while start < bytes.count {
      number += 1
      let end = Self.endOfLine(in: bytes, from: start)
      if !Self.isBlank(bytes[start..<end]) {
        report.rows += 1
        take(bytes[start..<end], number, into: &intake, &report)
      }
      if number % 4096 == 0 { progress(Double(start) / Double(bytes.count)) }
      start = end + 1
    }
    progress(1)
    return report
  }

  private func take(
    _ line: ArraySlice<UInt8>, _ number: Int, into intake: inout Intake,
    _ report: inout FileReport
  ) {
    let document: Node
    do throws(DocumentError) {
      document = try JSONReader.node(in: Array(line), limits: Self.limits)
    } catch {
      intake.countRejected()
      return report.add(Reject(line, number, error, file: report.file))
    }
    do throws(DocumentError) {
      try intake.take(document, with: reader)
    } catch {
      report.add(Reject(line, number, error, file: report.file))
    }
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
