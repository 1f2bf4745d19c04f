import Foundation
public import OpenkaartCore

/// Writes files that must not be there yet.
public enum NewFile {
  /// Why a file was not written.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case exists(String)
    case notWritten(String)

    /// What is wrong and what to do, for people.
    public var message: LocalizedText {
      switch self {
      case .exists(let path):
        LocalizedText(
          nl: "Het bestand \(path) is er al en blijft zoals het is. Kies een andere map.",
          en: "The file \(path) is already there and stays as it is. Choose another folder.")
      case .notWritten(let path):
        LocalizedText(
          nl: "Het bestand \(path) kan niet worden geschreven. Kijk of u daar mag schrijven.",
          en: "The file \(path) cannot be written. Check that you may write there.")
      }
    }

    public var description: String { message.en }
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
