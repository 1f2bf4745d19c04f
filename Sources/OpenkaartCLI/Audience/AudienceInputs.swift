import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// The files of an audience, read one by one.
struct AudienceInputs {
  private let policy: PolicyFile
  private let language: Language
  private(set) var intake = Intake()
  private(set) var reports: [FileReport] = []

  init(policy: PolicyFile, language: Language) {
    self.policy = policy
    self.language = language
  }

  /// Reads all files; mappings go to those that are tables, in order.
  mutating func read(_ paths: [String], mappings: [String]) throws(InputError) {
    var files: [InputFile] = []
    for path in paths { files.append(try InputFile(path)) }
    let tables = files.count { !$0.holdsFacts }
    guard tables == mappings.count else {
      throw .mappings(tables: tables, mappings: mappings.count)
    }
    // All mappings first: a mistake in the last one should not wait for the largest file.
    var read: [MappingFile] = []
    for path in mappings { read.append(try MappingFile(path)) }
    for mapping in read { warn(of: mapping.mapping.source, in: mapping.path) }

    var rest = read[...]
    for file in files {
      let progress = ProgressLine(file.name)
      if file.holdsFacts {
        reports.append(try facts(file, progress))
      } else if let mapping = rest.popFirst() {
        reports.append(try table(file, mapping, progress))
      }
      progress.end()
    }
  }

  private mutating func facts(
    _ file: InputFile, _ progress: ProgressLine
  ) throws(InputError) -> FileReport {
    do {
      return try FactLines().run(file.content, named: file.name, into: &intake) {
        progress.show($0)
      }
    } catch {
      progress.end()
      throw .content(path: file.path, error)
    }
  }

  private mutating func table(
    _ file: InputFile, _ mapping: MappingFile, _ progress: ProgressLine
  ) throws(InputError) -> FileReport {
    let zoneName = mapping.mapping.timeZone ?? policy.policy.controller.timeZone
    guard let zone = policy.zones[zoneName] else { throw .zone(path: mapping.path, zoneName) }
    do {
      return try TableImport(mapping.mapping, zone: zone)
        .run(
          file.content, named: file.name, exportedAt: file.changedAt, into: &intake
        ) { progress.show($0) }
    } catch {
      progress.end()
      switch error {
      case .table(let error): throw .table(path: file.path, error)
      case .mapping(let diagnostics): throw .mapping(path: mapping.path, diagnostics)
      case .exportMoment, .snapshotKey: throw .exportMoment(path: file.path)
      }
    }
  }

  private func warn(of source: String, in path: String) {
    guard let warning = policy.policy.refusal(ofSource: source) else { return }
    printError("\(path): \(warning[language])")
  }

  /// Writes every reject with its row, for the eyes of its owner only.
  func writeRejects(to path: String) throws(InputError) {
    let text = reports.flatMap(\.rejects).map { $0.entry(in: language) }.joined(separator: "\n")
    let isWritten = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else { throw .notWritten(path) }
  }
}
