import Glibc

/// Files that are whole or not there, also after the power fails.
public enum DurableFile {
  /// All of a file, or `nil` when there is none.
  ///
  /// - Throws: ``LogFileError``, with `EFBIG` when it has more than `limit` bytes.
  public static func read(_ path: String, atMost limit: Int) throws(LogFileError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .last(at: path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .last(at: path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw LogFileError(path: path, systemCode: EISDIR, isOfWriting: false)
    }
    guard status.st_size <= limit else {
      throw LogFileError(path: path, systemCode: EFBIG, isOfWriting: false)
    }
    let size = Int(status.st_size)
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let part = Glibc.read(file, buffer.baseAddress?.advanced(by: count), size - count)
        guard part > 0 else { return }
        count += part
      }
      isWhole = true
    }
    guard isWhole else { throw .last(at: path) }
    return bytes
  }

  /// Writes a file in one step: whoever looks sees the old one or all of the new one.
  ///
  /// Its name is durable only after ``synchronize(folder:)``.
  static func write(_ bytes: [UInt8], to path: String) throws(LogFileError) {
    let draft = path + ".new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .last(at: draft, isOfWriting: true) }
    let isWritten = put(bytes, into: file) && fsync(file) == 0
    let failure = LogFileError.last(at: draft, isOfWriting: true)
    close(file)
    guard isWritten else {
      unlink(draft)
      throw failure
    }
    guard rename(draft, path) == 0 else { throw .last(at: path, isOfWriting: true) }
  }

  private static func put(_ bytes: [UInt8], into file: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  /// Makes the names in a folder durable.
  static func synchronize(folder: String) throws(LogFileError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last(at: folder, isOfWriting: true) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .last(at: folder, isOfWriting: true) }
  }

  /// The names in a folder; none when it is not there.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
