import Foundation
import OpenkaartConnectors
import OpenkaartCore

/// The file of refused rows, with the rows themselves: for its owner only.
///
/// It is made when the first row is refused.
final class RejectsFile {
  let path: String
  private var handle: FileHandle?
  private(set) var count = 0

  private let language: Language

  init(_ path: String, _ language: Language) {
    self.path = path
    self.language = language
  }

  func add(_ rejects: [Reject]) throws {
    guard !rejects.isEmpty else { return }
    let handle = try self.handle ?? make()
    self.handle = handle
    let text = rejects.map { "\($0.entry(in: language))\n" }.joined()
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      throw InputError.rejectsNotWritten(path)
    }
    count += rejects.count
  }

  private func make() throws -> FileHandle {
    // A file of before may be open to others: it goes, and this one is its owner's.
    try? FileManager.default.removeItem(atPath: path)
    let isMade = FileManager.default.createFile(
      atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    guard isMade, let handle = FileHandle(forWritingAtPath: path) else {
      throw InputError.rejectsNotWritten(path)
    }
    return handle
  }

  func close() { try? handle?.close() }
}
