import Glibc
package import LogVerification

/// Puts files into the folder of a log, and remembers what must still be made durable.
package struct FolderChanges {
  package let folder: LogFolder
  private var known: Set<String> = []
  private var unsynchronized: Set<String> = []

  package init(of folder: LogFolder) {
    self.folder = folder
  }

  /// Writes a tile or bundle; its name is durable after ``publish(_:)``.
  package mutating func write(_ bytes: [UInt8], to tile: TilePath) throws(LogFileError) {
    let path = folder.place(of: "\(tile)")
    let parent = Self.parent(of: path)
    try make(parent)
    try DurableFile.write(bytes, to: path)
    unsynchronized.insert(parent)
  }

  /// Makes all that was written durable, and only then puts the checkpoint in its place, if one is
  /// given.
  package mutating func publish(_ checkpoint: SignedNote?) throws(LogFileError) {
    try make(folder.path)
    for parent in unsynchronized { try DurableFile.synchronize(folder: parent) }
    unsynchronized.removeAll()
    guard let checkpoint else { return }
    try DurableFile.write(checkpoint.bytes, to: folder.place(of: LogFolder.checkpointName))
    try DurableFile.synchronize(folder: folder.path)
  }

  /// Makes a folder and those above it.
  private mutating func make(_ path: String) throws(LogFileError) {
    guard known.insert(path).inserted else { return }
    let parent = Self.parent(of: path)
    if access(path, F_OK) != 0 {
      try make(parent)
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw .last(at: path, isOfWriting: true)
      }
    }
    unsynchronized.insert(parent)
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
