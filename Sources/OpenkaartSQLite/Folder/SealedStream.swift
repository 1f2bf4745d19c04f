internal import Crypto
internal import Foundation
internal import OpenkaartService

/// A file of any size, sealed piece by piece under a key of its own.
///
/// Each piece is sealed by AES-256-GCM under its number, and the last one also under that it is the
/// last. So a piece that was changed, moved, left out or put in does not open, nor does a file that was
/// cut off. At its head stands, in clear and authenticated with each piece, what leads to the key.
///
/// - SeeAlso: Hoang, Reyhanitabar, Rogaway and Vizár, "Online authenticated-encryption and its
///   nonce-reuse misuse-resistance", 2015 (STREAM).
enum SealedStream {
  /// So many bytes make a piece, before it is sealed.
  static let piece = 1 << 20
  static let tag = 16

  /// What tells a piece from all others of its file; no key seals two files.
  fileprivate static func nonce(_ number: UInt64, isLast: Bool) throws -> AES.GCM.Nonce {
    var bytes: [UInt8] = [0, 0, 0, isLast ? 1 : 0]
    withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    return try AES.GCM.Nonce(data: bytes)
  }
}

/// Writes a sealed file beside its place; it counts when it was moved there.
final class SealedStreamWriter {
  private let path: String
  private let head: [UInt8]
  private let key: SymmetricKey
  private let file: Int32
  private var number: UInt64 = 0
  private var waiting: [UInt8] = []

  /// - Parameters:
  ///   - path: The place it gets in the end.
  ///   - head: What stands in clear before all else.
  ///   - key: A key that seals nothing else.
  /// - Throws: ``StoreError`` when it cannot be written.
  init(_ path: String, head: [UInt8], key: SymmetricKey) throws(StoreError) {
    self.path = path
    self.head = head
    self.key = key
    waiting.reserveCapacity(SealedStream.piece)
    file = open(Self.draft(of: path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StoreError(systemCode: errno, at: path) }
    try put(head)
  }

  deinit { close(file) }

  /// Where a file is written before it counts.
  static func draft(of path: String) -> String { path + ".new" }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Never empty-handed in the end: the last piece says that it is.
      if waiting.count == SealedStream.piece { try seal(isLast: false) }
      let some = rest.prefix(SealedStream.piece - waiting.count)
      waiting.append(contentsOf: some)
      rest = rest.dropFirst(some.count)
    }
  }

  /// Ends the file and puts it in its place, durable when this returns.
  func finish() throws {
    try seal(isLast: true)
    guard fsync(file) == 0, rename(Self.draft(of: path), path) == 0 else {
      throw StoreError(systemCode: errno, at: path)
    }
    try OwnFile.synchronize(folder: URL(filePath: path).deletingLastPathComponent().path)
  }

  private func seal(isLast: Bool) throws {
    let box = try AES.GCM.seal(
      waiting, using: key, nonce: SealedStream.nonce(number, isLast: isLast), authenticating: head)
    try put(Array(box.ciphertext))
    try put(Array(box.tag))
    number += 1
    waiting.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8]) throws(StoreError) {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { rest in
        Foundation.write(file, rest.baseAddress, rest.count)
      }
      guard count > 0 else { throw StoreError(systemCode: errno, at: path) }
      start += count
    }
  }
}

/// Reads a sealed file from its beginning to its end.
final class SealedStreamReader {
  /// The file was changed, cut off, or is sealed under another key.
  struct Damage: Error {}

  private let file: Int32
  private let path: String
  private var left: Int
  private(set) var head: [UInt8] = []
  private var key: SymmetricKey?
  private var number: UInt64 = 0
  private var piece = Data()
  private var used = 0

  /// Opens a file; `nil` when it is not there.
  ///
  /// - Parameters:
  ///   - path: Where it stands.
  ///   - count: How many bytes its head has.
  /// - Throws: ``Damage`` when it has no head, ``StoreError`` when it cannot be read.
  init?(_ path: String, headCount count: Int) throws {
    self.path = path
    file = open(path, O_RDONLY | O_CLOEXEC)
    left = 0
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw StoreError(systemCode: errno, at: path)
    }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw StoreError(systemCode: errno, at: path) }
    left = Int(status.st_size)
    head = [UInt8](try take(count))
  }

  deinit { if file >= 0 { close(file) } }

  /// Gives the key to which the head led.
  func unlock(_ key: SymmetricKey) { self.key = key }

  /// Fills a place with the next bytes.
  func read(into place: UnsafeMutableRawBufferPointer) throws {
    var start = 0
    while start < place.count {
      if used == piece.count { try openNext() }
      let count = min(place.count - start, piece.count - used)
      let from = piece.startIndex + used
      piece.copyBytes(
        to: UnsafeMutableRawBufferPointer(rebasing: place[start..<(start + count)]),
        from: from..<(from + count))
      used += count
      start += count
    }
  }

  /// Whether all of it was read: nothing stands behind what was taken.
  var isAtEnd: Bool { left == 0 && used == piece.count }

  private func openNext() throws {
    guard let key, left > SealedStream.tag else { throw Damage() }
    let whole = SealedStream.piece + SealedStream.tag
    let isLast = left <= whole
    let sealed = try take(min(left, whole))
    let nonce = try SealedStream.nonce(number, isLast: isLast)
    guard
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: sealed.dropLast(SealedStream.tag),
        tag: sealed.suffix(SealedStream.tag)),
      let opened = try? AES.GCM.open(box, using: key, authenticating: head)
    else { throw Damage() }
    (piece, used) = (opened, 0)
    number += 1
  }

  private func take(_ count: Int) throws -> Data {
    guard count <= left else { throw Damage() }
    var data = Data(count: count)
    try data.withUnsafeMutableBytes { place in
      var start = 0
      while start < count {
        let read = Foundation.read(file, place.baseAddress?.advanced(by: start), count - start)
        guard read != 0 else { throw Damage() }
        guard read > 0 else { throw StoreError.failed(file: path, code: errno) }
        start += read
      }
    }
    left -= count
    return data
  }
}
