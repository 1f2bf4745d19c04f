import Glibc
import TransparencyLog

/// Puts files into the folder of a log, and remembers what must still be made durable.
struct FolderChanges {
  private let folder: LogFolder
  private var known: Set<String> = []
  private var unsynchronized: Set<String> = []

  init(of folder: LogFolder) {
    self.folder = folder
  }

  /// Writes a tile or bundle; its name is durable after ``publish(_:)``.
  mutating func write(_ bytes: [UInt8], to tile: TilePath) throws(LogFileError) {
    let path = folder.place(of: "\(tile)")
    let parent = Self.parent(of: path)
    try make(parent)
    try DurableFile.write(bytes, to: path)
    unsynchronized.insert(parent)
  }

  /// Makes all that was written durable, and only then puts the checkpoint in its place.
  mutating func publish(_ checkpoint: SignedNote) throws(LogFileError) {
    try make(folder.path)
    for parent in unsynchronized { try DurableFile.synchronize(folder: parent) }
    unsynchronized.removeAll()
    try DurableFile.write(checkpoint.bytes, to: folder.place(of: LogFolder.checkpointName))
    try DurableFile.synchronize(folder: folder.path)
  }

  /// Removes the partial versions of a tile that is there in full.
  func removePartialVersions(of tile: TilePath) {
    let partial = folder.place(of: tile.partialFolder)
    for name in DurableFile.names(in: partial) { unlink("\(partial)/\(name)") }
    rmdir(partial)
  }

  /// Makes a folder and those above it.
  private mutating func make(_ path: String) throws(LogFileError) {
    guard !known.contains(path) else { return }
    if mkdir(path, 0o755) != 0, errno == ENOENT {
      try make(Self.parent(of: path))
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw .last(at: path, isOfWriting: true)
      }
    } else if errno != EEXIST, access(path, F_OK) != 0 {
      throw .last(at: path, isOfWriting: true)
    }
    unsynchronized.insert(Self.parent(of: path))
    known.insert(path)
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
