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

  /// Makes the names in a folder durable.
  static func synchronize(folder: String) throws(StoreError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(systemCode: errno, at: folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .failed(file: folder, code: errno) }
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
