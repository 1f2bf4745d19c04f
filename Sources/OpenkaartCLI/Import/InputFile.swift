import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles

/// A file somebody wants to take in.
struct InputFile {
  let path: String
  let bytes: [UInt8]

  /// More than this does not fit beside everything else; such a file has to be cut.
  private static let mostBytes = 2 << 30

  init(_ path: String) throws(AudienceError) {
    let url = URL(filePath: path)
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    guard size ?? 0 <= Self.mostBytes else { throw .tooLarge(path) }
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
      throw .unreadable(path)
    }
    self.path = path
    bytes = [UInt8](data)
  }

  var name: String { URL(filePath: path).lastPathComponent }

  /// When the file was last changed.
  var changedAt: Timestamp? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.modificationDate] as? Date).map {
      Timestamp(milliseconds: Int64($0.timeIntervalSince1970 * 1000))
    }
  }

  /// Whether it holds facts, one a line; every other file is a table.
  var holdsFacts: Bool {
    if ["ndjson", "jsonl"].contains(URL(filePath: path).pathExtension.lowercased()) { return true }
    return bytes.first { $0 != UInt8(ascii: " ") && !(9...13 ~= $0) } == UInt8(ascii: "{")
  }
}

/// A mapping, and the text it was read from.
struct MappingFile {
  let path: String
  let bytes: [UInt8]
  let mapping: Mapping

  /// Reads the mapping at `path`; `source` is the one of a mapping that names none.
  init(_ path: String, source: String? = nil) throws(AudienceError) {
    let file = try InputFile(path)
    let node: Node
    do {
      node = try YAMLReader.node(
        in: file.bytes, limits: DocumentLimits(bytes: 1 << 20, nodes: 50_000))
    } catch {
      throw .document(path: path, error)
    }
    let reading = MappingReader.reading(of: node, source: source)
    guard let mapping = reading.mapping else { throw .mapping(path: path, reading.diagnostics) }
    self.path = path
    bytes = file.bytes
    self.mapping = mapping
  }
}
