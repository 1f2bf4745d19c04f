import Glibc

/// Files that are whole or not there, also after the power fails.
public enum DurableFile {
  /// All of a file, or `nil` when there is none.
  ///
  /// - Throws: ``LogFileError``, with `EFBIG` when it has more than `limit` bytes.
  public static func read(_ path: String, atMost limit: Int) throws(LogFileError) -> [UInt8]? {
    guard let file = fopen(path, "re") else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .last(at: path)
    }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0 else { throw .last(at: path) }
    let isFile = status.st_mode & S_IFMT == S_IFREG
    guard isFile, status.st_size <= limit else {
      throw LogFileError(path: path, systemCode: isFile ? EFBIG : EISDIR, isOfWriting: false)
    }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
    guard bytes.count == size else { throw .last(at: path) }
    return bytes
  }

  /// Writes a file in one step: whoever looks sees the old one or all of the new one.
  ///
  /// Its name is durable only after ``synchronize(folder:)``.
  package static func write(_ bytes: [UInt8], to path: String) throws(LogFileError) {
    let draft = path + ".new"
    guard let file = fopen(draft, "we") else { throw .last(at: draft, isOfWriting: true) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    let isWritten = written == bytes.count && fflush(file) == 0 && fsync(fileno(file)) == 0
    let failure = LogFileError.last(at: draft, isOfWriting: true)
    fclose(file)
    guard isWritten else {
      unlink(draft)
      throw failure
    }
    guard rename(draft, path) == 0 else { throw .last(at: path, isOfWriting: true) }
  }

  /// Makes the names in a folder durable.
  package static func synchronize(folder: String) throws(LogFileError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last(at: folder, isOfWriting: true) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .last(at: folder, isOfWriting: true) }
  }

  /// The names in a folder; none when it is not there.
  package static func names(in folder: String) -> [String] {
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
