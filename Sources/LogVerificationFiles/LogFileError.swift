import Glibc

/// What the system says of a file of a log.
public struct LogFileError: Error, Hashable, Sendable {
  /// Which file or folder.
  public let path: String
  /// The number of the error, as in `errno`.
  public let systemCode: Int32

  /// Whether a file was to be written.
  public let isOfWriting: Bool

  /// The error that the system met last.
  package static func last(at path: String, isOfWriting: Bool = false) -> LogFileError {
    LogFileError(path: path, systemCode: errno, isOfWriting: isOfWriting)
  }
}

extension LogFileError: CustomStringConvertible {
  /// For people.
  public var description: String {
    "\(path): \(String(cString: strerror(systemCode))). Check that it is there and that you may use it."
  }
}
