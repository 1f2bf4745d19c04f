public import OpenkaartCore
public import OpenkaartService

/// Takes in a table of text: every row becomes the facts that a mapping says.
public struct TableImport: Sendable {
  private let mapping: Mapping
  private let zone: ZoneRules
  private let knowledge: Knowledge

  /// Prepares to read files of one shape.
  ///
  /// - Parameters:
  ///   - mapping: What the columns mean.
  ///   - zone: The zone of local times in the file.
  ///   - knowledge: When the facts count as known.
  public init(_ mapping: Mapping, zone: ZoneRules, knowledge: Knowledge = .asTold) {
    self.mapping = mapping
    self.zone = zone
    self.knowledge = knowledge
  }

  /// Reads all of `content` into `intake`; rows that cannot be read are reported, the others go in.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - file: Its name, for the report.
  ///   - exportedAt: When the file was made, for facts that happened when it was.
  ///   - intake: Where the facts go.
  ///   - progress: Told now and then how much of the file is done, from 0 to 1.
  /// - Returns: What came of the file.
  /// - Throws: ``ImportError`` when no row can be read at all.
  public func run(
    _ content: any FileContent, named file: String, exportedAt: Timestamp? = nil,
    into intake: inout Intake, progress: (Double) -> Void = { _ in }
  ) throws(ImportError) -> FileReport {
    var feed = try TableFeed(
      content, named: file, mapping: mapping, zone: zone, knowledge: knowledge,
      exportedAt: exportedAt)
    do {
      return try intake.take(&feed, progress: progress)
    } catch {
      throw .table(.content(error))
    }
  }
}

extension Intake {
  /// Takes in all that a file still tells.
  mutating func take(
    _ feed: inout some FactFeed, progress: (Double) -> Void
  ) throws(ContentError) -> FileReport {
    var conflicts = 0
    while let batch = try feed.next(rows: 4096) {
      for fed in batch.facts {
        do throws(DocumentError) {
          try take(fed.reading)
        } catch {
          conflicts += 1
          feed.reject(fed, error)
        }
      }
      progress(feed.part)
    }
    progress(1)
    countRejected(feed.report.rejectCount - conflicts)
    var report = feed.report
    report.sortRejects()
    return report
  }
}
