internal import Foundation
internal import OpenkaartService

/// Says that this process owns a data folder, as long as it lives or until it lets go.
///
/// The system holds the lock: a process that is killed leaves none behind. The file says who.
final class FolderLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// - Throws: ``StoreError/inUse(folder:process:)`` when another owns the folder.
  static func take(_ folder: DataFolder) throws(StoreError) -> FolderLock {
    let descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError(systemCode: errno, at: folder.path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let owner = Self.owner(descriptor)
      close(descriptor)
      if code == EWOULDBLOCK { throw .inUse(folder: folder.path, process: owner) }
      throw StoreError(systemCode: code, at: folder.lock)
    }
    let lock = FolderLock(descriptor: descriptor)
    let own = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, own, own.count, 0) == own.count else {
      throw StoreError(systemCode: errno, at: folder.lock)
    }
    return lock
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    // A program that is being started at this moment may still have a copy of the descriptor: to close
    // ours would leave the lock to it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func owner(_ descriptor: Int32) -> Int32? {
    var bytes = Array(repeating: UInt8(0), count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 >= 0x30 }, as: UTF8.self))
  }
}
