internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartService

/// The snapshot of the columns in a data folder, sealed under a key of its own.
///
/// The key stands at its head, wrapped by the root of the keyring. Whatever is erased replaces the root
/// and overwrites the old one, and with that every key of before is gone.
final class ColumnFile: Sendable {
  let path: String
  private let keys: KeyPlane
  private let facts: StoreFile
  /// Held while a snapshot is written: there is one draft.
  private let writing = NSLock()

  /// A key that was made and what leads to it.
  struct Key: Sendable {
    let key: SymmetricKey
    let head: [UInt8]
  }

  /// Of a file of ours: what it is, and how it is written.
  private static let magic = Array("okcolumns".utf8) + [1]
  private static let headCount = magic.count + WrappedKey.size

  init(at path: String, keys: KeyPlane, facts: StoreFile) {
    self.path = path
    self.keys = keys
    self.facts = facts
  }

  var isThere: Bool { FileManager.default.fileExists(atPath: path) }

  /// Makes the key of a snapshot to come, while root and keyring belong together.
  func makeKey() throws -> Key {
    try keys.whileNoRootIsReplaced {
      let key = SymmetricKey(size: .bits256)
      return Key(key: key, head: Self.magic + (try WrappedKey.wrap(key, using: keys.ring.newest)))
    }
  }

  /// Whether the key can still be reached.
  private func opens(_ head: [UInt8]) -> SymmetricKey? {
    let wrapped = head.dropFirst(Self.magic.count)
    return keys.ring.roots.lazy.compactMap { WrappedKey.unwrap(wrapped, using: $0) }.first
  }

  /// Writes a snapshot in the place of the one before.
  func write(
    under key: Key, upTo last: Int64,
    _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    writing.lock()
    defer { writing.unlock() }
    do {
      let writer = try SealedStreamWriter(path, head: key.head, key: key.key)
      for text in [Self.program, try tip(upTo: last)] {
        try withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.count)) { try writer.write($0) }
        try text.withUnsafeBytes { try writer.write($0) }
      }
      try withUnsafeBytes(of: last) { try writer.write($0) }
      try body(writer.write)
      guard opens(key.head) != nil else { throw ColumnRefusal.outdated }
      try writer.finish()
    } catch {
      unlink(SealedStreamWriter.draft(of: path))
      throw error
    }
  }

  /// Reads the snapshot.
  ///
  /// - Returns: `nil` when there is none.
  /// - Throws: ``ColumnRefusal`` when it is not to be trusted.
  func read<Value>(
    _ body: ((UnsafeMutableRawBufferPointer) throws -> Void) throws -> Value
  ) throws -> Value? {
    do {
      guard let reader = try SealedStreamReader(path, headCount: Self.headCount) else { return nil }
      guard reader.head.starts(with: Self.magic) else { throw ColumnRefusal.otherFormat }
      guard let key = opens(reader.head) else { throw ColumnRefusal.outdated }
      reader.unlock(key)
      guard try Self.text(reader) == Self.program else { throw ColumnRefusal.otherProgram }
      let tip = try Self.text(reader)
      var last: Int64 = 0
      try withUnsafeMutableBytes(of: &last) { try reader.read(into: $0) }
      guard try self.tip(upTo: last) == tip else { throw ColumnRefusal.otherStore }
      let value = try body(reader.read)
      guard reader.isAtEnd else { throw ColumnRefusal.damaged }
      return value
    } catch is SealedStreamReader.Damage {
      throw ColumnRefusal.damaged
    }
  }

  /// Removes the snapshot, and one that was not finished; durable when this returns.
  func drop() throws(StoreError) { try Self.drop(at: path) }

  static func drop(at path: String) throws(StoreError) {
    var wasThere = false
    for file in [path, SealedStreamWriter.draft(of: path)] {
      if unlink(file) == 0 {
        wasThere = true
      } else if errno != ENOENT {
        throw StoreError(systemCode: errno, at: file)
      }
    }
    guard wasThere else { return }
    try OwnFile.synchronize(folder: URL(filePath: path).deletingLastPathComponent().path)
  }

  /// Removes the snapshot if nobody can open it any more.
  func dropIfDead() throws {
    do {
      let head = try SealedStreamReader(path, headCount: Self.headCount)?.head
      if let head, opens(head) == nil { try drop() }
    } catch is SealedStreamReader.Damage {
      try drop()
    }
  }

  /// Removes what was being written when the process was killed.
  func dropDraft() { unlink(SealedStreamWriter.draft(of: path)) }

  private static func text(_ reader: SealedStreamReader) throws -> [UInt8] {
    var count: UInt32 = 0
    try withUnsafeMutableBytes(of: &count) { try reader.read(into: $0) }
    guard count <= 1024 else { throw ColumnRefusal.damaged }
    var text = Array(repeating: UInt8(0), count: Int(count))
    try text.withUnsafeMutableBytes { try reader.read(into: $0) }
    return text
  }

  /// What tells this history from another: the last fact of it as it was sealed, by chance.
  private func tip(upTo last: Int64) throws -> [UInt8] {
    let row: Row?
    do {
      row = try facts.pool.read { database in
        try Row.fetchOne(
          database, sql: "SELECT seq, sealed FROM fact WHERE seq <= ? ORDER BY seq DESC LIMIT 1",
          arguments: [last])
      }
    } catch {
      throw StoreError(error, at: facts.path)
    }
    guard let row else { return [] }
    var hash = SHA256()
    withUnsafeBytes(of: (row[0] as Int64).bigEndian) { hash.update(bufferPointer: $0) }
    hash.update(data: row[1] as Data)
    return Array(hash.finalize())
  }

  /// Which program this is: another may judge people otherwise, and is not to trust this one's columns.
  private static let program: [UInt8] = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return [] }
    let moment = status.st_mtim
    return Array("\(status.st_size) \(moment.tv_sec) \(moment.tv_nsec)".utf8)
  }()
}
