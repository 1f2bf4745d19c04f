internal import Foundation
internal import OpenkaartService

/// Room that is put by on the disk, so that a full disk keeps nobody from being erased or from saying no.
///
/// A file without content, given up when something that must happen finds no room, and put by again
/// when there is room enough. Without it nothing is lost but that promise.
struct Reserve: Sendable {
  let path: String
  /// How much is put by, in bytes; none when 0.
  let bytes: Int

  /// As much as an erasure of a person with ten thousand facts and more writes.
  static let usual = 64 << 20

  /// Puts room by, where the disk has four times as much; else leaves it for later.
  func fill() {
    guard bytes > 0, !FileManager.default.fileExists(atPath: path), hasRoom else { return }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    if posix_fallocate(file, 0, off_t(bytes)) != 0 { unlink(path) }
  }

  /// Gives the room up.
  ///
  /// - Returns: Whether there was any.
  func giveUp() -> Bool { unlink(path) == 0 }

  private var hasRoom: Bool {
    var status = statvfs()
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard statvfs(folder, &status) == 0 else { return false }
    let (free, isOver) = UInt64(status.f_bavail).multipliedReportingOverflow(
      by: UInt64(status.f_frsize))
    return isOver || free / 4 >= UInt64(bytes)
  }
}
