import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// Why an audience cannot be asked.
enum AudienceError: Error, CustomStringConvertible {
  case unreadable(String)
  case notWritten(String)
  case mappings(tables: Int, mappings: Int)
  case document(path: String, DocumentError)
  case mapping(path: String, [Diagnostic])
  case table(path: String, TableError)
  case zone(path: String, String)

  var description: String {
    switch self {
    case .unreadable(let path):
      "The file \(path) cannot be read. Check that it is there and that you may read it."
    case .notWritten(let path): "The file \(path) cannot be written."
    case .mappings(let tables, let mappings):
      "Each file that is not NDJSON needs a mapping: there are \(tables) of them and \(mappings) "
        + "mappings. Give a --map for each, in the order of --facts."
    case .document(let path, let error): "\(path): \(error)"
    case .mapping(let path, let diagnostics):
      diagnostics.map {
        "\(path):\($0.position.line):\($0.position.column): \($0.message) \($0.remedy)"
      }.joined(separator: "\n")
    case .table(let path, let error): "\(path): \(error)"
    case .zone(let path, let zone):
      "\(path): the time zone `\(zone)` is not known here. Write it as `Europe/Amsterdam`."
    }
  }
}

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
  mutating func read(_ paths: [String], mappings: [String]) throws(AudienceError) {
    var files: [(path: String, bytes: [UInt8])] = []
    for path in paths { files.append((path, try Self.bytes(of: path))) }
    let tables = files.count { !Self.isFactLines($0.path, $0.bytes) }
    guard tables == mappings.count else {
      throw .mappings(tables: tables, mappings: mappings.count)
    }
    // All mappings first: a mistake in the last one should not wait for the largest file.
    var read: [(path: String, mapping: Mapping)] = []
    for path in mappings { read.append((path, try Self.mapping(path))) }
    for (path, mapping) in read { warn(of: mapping.source, in: path) }

    var rest = read[...]
    for (path, bytes) in files {
      let name = URL(filePath: path).lastPathComponent
      let progress = ProgressLine(name)
      if Self.isFactLines(path, bytes) {
        reports.append(
          FactLines().run(bytes, named: name, into: &intake, progress: progress.show))
      } else if let (mapPath, mapping) = rest.popFirst() {
        reports.append(try table(bytes, name, path, mapping, mapPath, progress))
      }
      progress.end()
    }
  }

  private mutating func table(
    _ bytes: [UInt8], _ name: String, _ path: String, _ mapping: Mapping, _ mapPath: String,
    _ progress: ProgressLine
  ) throws(AudienceError) -> FileReport {
    let zoneName = mapping.timeZone ?? policy.policy.controller.timeZone
    guard let zone = policy.zones[zoneName] else { throw .zone(path: mapPath, zoneName) }
    do {
      return try TableImport(mapping, zone: zone)
        .run(bytes, named: name, into: &intake, progress: progress.show)
    } catch {
      progress.end()
      switch error {
      case .table(let error): throw .table(path: path, error)
      case .mapping(let diagnostics): throw .mapping(path: mapPath, diagnostics)
      }
    }
  }

  private func warn(of source: String, in path: String) {
    let known = policy.policy.sources.map(\.id)
    guard !known.isEmpty, !known.contains(source) else { return }
    let nearest = NearestWord.nearest(to: source, among: known).map { "Did you mean `\($0)`? " }
    printError(
      "\(path): the policy has no source `\(source)`. \(nearest ?? "")It has: "
        + "\(known.joined(separator: ", ")).")
  }

  /// Writes every reject with its row, for the eyes of its owner only.
  func writeRejects(to path: String) throws(AudienceError) {
    let text = reports.flatMap(\.rejects).map(\.entry).joined(separator: "\n")
    let isWritten = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else { throw .notWritten(path) }
  }

  private static func mapping(_ path: String) throws(AudienceError) -> Mapping {
    let bytes = try bytes(of: path)
    let node: Node
    do {
      node = try YAMLReader.node(in: bytes, limits: DocumentLimits(bytes: 1 << 20, nodes: 50_000))
    } catch {
      throw .document(path: path, error)
    }
    let reading = MappingReader.reading(of: node)
    guard let mapping = reading.mapping else { throw .mapping(path: path, reading.diagnostics) }
    return mapping
  }

  private static func isFactLines(_ path: String, _ bytes: [UInt8]) -> Bool {
    if ["ndjson", "jsonl"].contains(URL(filePath: path).pathExtension.lowercased()) { return true }
    return bytes.first { $0 != UInt8(ascii: " ") && !(9...13 ~= $0) } == UInt8(ascii: "{")
  }

  private static func bytes(of path: String) throws(AudienceError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
    return [UInt8](data)
  }
}
