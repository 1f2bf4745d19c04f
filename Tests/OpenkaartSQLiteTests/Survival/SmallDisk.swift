import Foundation

/// A disk of its own in memory, for tests that fill it or take away the right to write.
///
/// Only the superuser can mount one.
struct SmallDisk {
  let path = TemporaryFolder().path

  static let isPossible: Bool = {
    guard geteuid() == 0, let disk = try? SmallDisk(megabytes: 1) else { return false }
    disk.remove()
    return true
  }()

  init(megabytes: Int) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path)
  }

  /// Takes it away, whatever is on it.
  func remove() { try? Self.run("umount", "-l", path) }

  /// Mounts it again with other options, such as `size=64m` or `ro`.
  func change(_ options: String) throws {
    try Self.run("mount", "-o", "remount,\(options)", path)
  }

  private struct Refused: Error {}

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused() }
  }
}
