internal import Foundation
internal import OpenkaartService

/// Small files that only their owner may read.
enum OwnFile {
  /// All of a file; `nil` when it does not exist.
  static func read(_ path: String) throws(StoreError) -> [UInt8]? {
    guard let file = fopen(path, "rb") else {
      if errno == ENOENT { return nil }
      throw StoreError(systemCode: errno, at: path)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = Array(repeating: UInt8(0), count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    guard ferror(file) == 0 else { throw .failed(file: path, code: errno) }
    return bytes
  }

  /// Writes a file in one step, durable when this returns: all of it is there, or nothing.
  static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
    let draft = path + ".new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StoreError(systemCode: errno, at: path) }
    let isWritten = putting(bytes, into: file)
    let code = errno
    close(file)
    guard isWritten, rename(draft, path) == 0 else {
      let reason = isWritten ? errno : code
      unlink(draft)
      throw StoreError(systemCode: reason, at: path)
    }
    try synchronize(folder: URL(filePath: path).deletingLastPathComponent().path)
  }

  /// Writes a file in the place of another whose bytes must not be left on the disk.
  ///
  /// Whenever it is cut off, one of both files is whole; ``wipeReplaced(at:)`` ends the rest.
  static func replace(_ bytes: [UInt8], at path: String) throws(StoreError) {
    try wipeReplaced(at: path)
    if link(path, old(path)) != 0, errno != ENOENT {
      throw StoreError(systemCode: errno, at: path)
    }
    try write(bytes, to: path)
    try wipeReplaced(at: path)
  }

  /// Overwrites and removes what was replaced at a path, if it is still there.
  static func wipeReplaced(at path: String) throws(StoreError) {
    let old = old(path)
    var before = stat()
    var now = stat()
    guard lstat(old, &before) == 0 else { return }
    // Cut off before the new file was there: both are names of the one that counts.
    if lstat(path, &now) == 0, now.st_ino == before.st_ino {
      guard unlink(old) == 0 else { throw StoreError(systemCode: errno, at: old) }
    } else {
      try wipe(old)
    }
    try synchronize(folder: URL(filePath: path).deletingLastPathComponent().path)
  }

  /// Overwrites a file and removes it.
  static func wipe(_ path: String) throws(StoreError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    try overwrite(path, Int(status.st_size))
    guard unlink(path) == 0 else { throw StoreError(systemCode: errno, at: path) }
  }

  private static func old(_ path: String) -> String { path + ".old" }

  private static func overwrite(_ path: String, _ count: Int) throws(StoreError) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw StoreError(systemCode: errno, at: path) }
    defer { close(file) }
    guard putting(Array(repeating: 0, count: count), into: file) else {
      throw StoreError(systemCode: errno, at: path)
    }
  }

  private static func putting(_ bytes: [UInt8], into file: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { rest in
        Foundation.write(file, rest.baseAddress, rest.count)
      }
      guard count > 0 else { return false }
      start += count
    }
    return fsync(file) == 0
  }

  /// Makes what stands in a file durable.
  static func synchronize(file: String) throws(StoreError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(systemCode: errno, at: file) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .failed(file: file, code: errno) }
  }

  /// Makes the names in a folder durable.
  static func synchronize(folder: String) throws(StoreError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(systemCode: errno, at: folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .failed(file: folder, code: errno) }
  }

  /// When a file was last written, in seconds since 1970; `nil` when it is not there.
  static func changed(_ path: String) -> Int64? {
    var status = stat()
    return lstat(path, &status) == 0 ? Int64(status.st_mtim.tv_sec) : nil
  }

  /// How many bytes a file has; none when it is not there.
  static func size(_ path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Makes an empty file if there is none, so that nobody else may ever read it.
  static func touch(_ path: String) throws(StoreError) {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StoreError(systemCode: errno, at: path) }
    close(file)
  }
}

extension StoreError {
  /// What a refusal of the system means for a file or folder.
  init(systemCode code: Int32, at path: String) {
    self =
      switch code {
      case ENOSPC, EDQUOT: .diskFull(folder: URL(filePath: path).deletingLastPathComponent().path)
      case EACCES, EPERM, EROFS: .notWritable(folder: path)
      default: .failed(file: path, code: code)
      }
  }
}
