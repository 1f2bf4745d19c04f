internal import Foundation
public import OpenkaartService

/// Puts messages into a Maildir, which mail programs and servers read: until mail is sent by SMTP,
/// and for whoever sends it on themselves.
///
/// A message is written to `tmp` and moved to `new` when it is all there and durable, so nobody ever
/// reads half a message. Only the owner of the process can read it.
///
/// - SeeAlso: https://cr.yp.to/proto/maildir.html
public struct Maildir: MailCarrier {
  public let path: String

  /// - Parameter path: The folder; it and its three folders are made when they are missing.
  public init(path: String) { self.path = path }

  public func carry(_ mail: OutgoingMail) async throws {
    for folder in ["", "/tmp", "/new", "/cur"] { try Self.make(path + folder) }
    // The name follows from the id, so that a message handed over twice lies there once.
    let name = "\(mail.id).openkaart"
    try Self.write(Self.unixLines(mail.bytes), to: "\(path)/tmp/\(name)")
    guard rename("\(path)/tmp/\(name)", "\(path)/new/\(name)") == 0 else { throw failure(errno) }
    try Self.synchronize("\(path)/new")
  }

  /// Files in a Maildir have the line ends of the system.
  private static func unixLines(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != 0x0D } }

  private static func make(_ folder: String) throws {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(errno, at: folder) }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure(errno, at: path) }
    defer { close(file) }
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        Foundation.write(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw failure(errno, at: path) }
      start += count
    }
    guard fsync(file) == 0 else { throw failure(errno, at: path) }
  }

  private static func synchronize(_ folder: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno, at: folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(errno, at: folder) }
  }

  private func failure(_ code: Int32) -> StoreError { Self.failure(code, at: path) }

  private static func failure(_ code: Int32, at path: String) -> StoreError {
    switch code {
    case ENOSPC, EDQUOT: .diskFull(folder: path)
    case EACCES, EPERM, EROFS, ENOENT: .notWritable(folder: path)
    default: .failed(file: path, code: code)
    }
  }
}
