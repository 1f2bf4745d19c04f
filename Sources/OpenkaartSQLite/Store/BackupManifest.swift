internal import Crypto
internal import Foundation
internal import OpenkaartCore
internal import OpenkaartService

/// What stands in a backup: so that one that is damaged, or of other data, is never restored.
struct BackupManifest: Sendable {
  let kind: Kind
  /// The name of the data it belongs to, as hexadecimal digits.
  let store: String
  let at: Timestamp
  /// The last erasure it knows of.
  let erasures: Int64
  let files: [File]

  enum Kind: String, Sendable, CaseIterable {
    case data, keys
  }

  struct File: Hashable, Sendable {
    let name: String
    let bytes: Int
    /// SHA-256, as hexadecimal digits.
    let digest: String
  }

  static let name = "manifest.json"

  var bytes: [UInt8] {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.key("openkaartBackup")
      json.integer(1)
      for (key, text) in [("kind", kind.rawValue), ("store", store), ("at", at.rfc3339())] {
        json.key(key)
        json.string(text)
      }
      json.key("erasures")
      json.integer(erasures)
      json.key("files")
      json.array { list in
        for file in files {
          list.object { json in
            json.key("name")
            json.string(file.name)
            json.key("bytes")
            json.integer(file.bytes)
            json.key("sha256")
            json.string(file.digest)
          }
        }
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  init(kind: Kind, store: String, at: Timestamp, erasures: Int64, files: [File]) {
    self.kind = kind
    self.store = store
    self.at = at
    self.erasures = erasures
    self.files = files
  }

  /// Reads the manifest of a backup, and checks every file against it.
  ///
  /// - Parameters:
  ///   - folder: The folder of the backup.
  ///   - kind: The kind that is wanted.
  ///   - progress: Told now and then how much is checked, from 0 to 1.
  /// - Throws: ``StoreError/backupUnusable(folder:why:)``.
  init(
    verifying folder: String, as kind: Kind, progress: (Double) -> Void = { _ in }
  ) throws(StoreError) {
    guard let bytes = try OwnFile.read(folder + "/" + Self.name),
      let node = try? JSONReader.node(in: bytes),
      let manifest = Self(node)
    else { throw .backupUnusable(folder: folder, why: .noManifest) }
    guard manifest.kind == kind else { throw .backupUnusable(folder: folder, why: .otherKind) }
    let all = Double(max(1, manifest.files.reduce(0) { $0 + $1.bytes }))
    var before = 0
    for file in manifest.files {
      let found = try Self.file(file.name, in: folder) { progress(Double(before + $0) / all) }
      guard found == file else { throw .backupUnusable(folder: folder, why: .damaged) }
      before += file.bytes
    }
    self = manifest
  }

  private init?(_ node: Node) {
    func text(_ key: String, _ node: Node = node) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    func number(_ key: String, _ node: Node = node) -> Int64? {
      if case .number(let text)? = node[key]?.content { Int64(text) } else { nil }
    }
    guard number("openkaartBackup") == 1, let kind = text("kind").flatMap(Kind.init(rawValue:)),
      let store = text("store"), let at = text("at").flatMap({ Timestamp(rfc3339: $0) }),
      let erasures = number("erasures"), case .array(let list)? = node["files"]?.content
    else { return nil }
    var files: [File] = []
    for item in list {
      guard let name = text("name", item), let bytes = number("bytes", item),
        let digest = text("sha256", item),
        Kind.allCases.contains(where: { $0.names.contains(name) })
      else { return nil }
      files.append(File(name: name, bytes: Int(bytes), digest: digest))
    }
    guard Set(kind.names).isSubset(of: files.map(\.name)) else { return nil }
    self.init(kind: kind, store: store, at: at, erasures: erasures, files: files)
  }

  /// Reads a file as it lies on the disk; `told` is told how many bytes are read.
  static func file(
    _ name: String, in folder: String, told: (Int) -> Void = { _ in }
  ) throws(StoreError) -> File {
    let path = folder + "/" + name
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .backupUnusable(folder: folder, why: .damaged)
    }
    defer { try? handle.close() }
    var hash = SHA256()
    var count = 0
    do {
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        hash.update(data: piece)
        count += piece.count
        told(count)
      }
    } catch {
      throw .failed(file: path, code: EIO)
    }
    return File(name: name, bytes: count, digest: Keyring.hex(hash.finalize()))
  }
}

extension BackupManifest.Kind {
  /// The files that make a backup of this kind.
  var names: [String] {
    switch self {
    case .data: ["openkaart.sqlite"]
    case .keys: ["keys.sqlite", "keyring"]
    }
  }
}
