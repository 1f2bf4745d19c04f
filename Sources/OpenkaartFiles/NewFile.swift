import Foundation

/// Writes files that must not be there yet.
public enum NewFile {
  /// Why a file was not written.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case exists(String)
    case notWritten(String)

    public var description: String {
      switch self {
      case .exists(let path):
        "The file \(path) is already there and stays as it is. Choose another folder."
      case .notWritten(let path):
        "The file \(path) cannot be written. Check that you may write there."
      }
    }
  }

  /// Writes `text` to a new file, and the folders above it that are not there.
  ///
  /// - Throws: ``Failure``; a file that exists is never touched.
  public static func write(_ text: String, to path: String) throws(Failure) {
    let url = URL(filePath: path)
    guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path) }
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      throw .exists(path)
    } catch {
      throw .notWritten(path)
    }
  }
}
