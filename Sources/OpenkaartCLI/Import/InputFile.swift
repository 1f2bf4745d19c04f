import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles

/// A file somebody wants to take in.
struct InputFile {
  let path: String
  let content: any FileContent

  /// What comes out of a pipe is held in memory; more than this is not.
  private static let mostPiped = 2 << 30

  init(_ path: String) throws(InputError) {
    self.path = path
    if let disk = DiskContent(path) { content = disk } else { content = try Self.piped(path) }
  }

  private static func piped(_ path: String) throws(InputError) -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: mostPiped + 1)
    else { throw .content(path: path, .unreadable) }
    guard data.count <= mostPiped else { throw .tooLarge(path) }
    return [UInt8](data)
  }

  /// Passes over the file.
  func survey() throws(InputError) -> ContentSurvey {
    do {
      return try ContentSurvey(of: content)
    } catch {
      throw .content(path: path, error)
    }
  }

  /// The first bytes, at most so many.
  func beginning(_ most: Int) throws(InputError) -> [UInt8] {
    do {
      return try content.bytes(in: 0..<min(most, content.count))
    } catch {
      throw .content(path: path, error)
    }
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
    let beginning = (try? self.beginning(1 << 16)) ?? []
    return beginning.first { $0 != UInt8(ascii: " ") && !(9...13 ~= $0) } == UInt8(ascii: "{")
  }
}

/// A mapping, and the text it was read from.
struct MappingFile {
  let path: String
  let bytes: [UInt8]
  let mapping: Mapping

  /// Reads the mapping at `path`; `source` is the one of a mapping that names none.
  init(_ path: String, source: String? = nil) throws(InputError) {
    let limits = DocumentLimits(bytes: 1 << 20, nodes: 50_000)
    let bytes = try InputFile(path).beginning(limits.bytes + 1)
    let node: Node
    do {
      node = try YAMLReader.node(in: bytes, limits: limits)
    } catch {
      throw .document(path: path, error)
    }
    let reading = MappingReader.reading(of: node, source: source)
    guard let mapping = reading.mapping else { throw .mapping(path: path, reading.diagnostics) }
    self.path = path
    self.bytes = bytes
    self.mapping = mapping
  }
}
