internal import Foundation
internal import OpenkaartService

/// The folder that holds everything, and the names of the files in it.
struct DataFolder: Sendable {
  let path: String

  var data: String { path + "/openkaart.sqlite" }
  var keys: String { path + "/keys.sqlite" }
  var keyring: String { path + "/keyring" }
  var lock: String { path + "/lock" }
  /// The files of the log that everybody may read.
  var log: String { path + "/log" }
  var logKey: String { path + "/log.key" }
  /// What is never in a backup, and never put back.
  var state: String { path + "/state" }
  /// The checkpoint that was signed last.
  var signed: String { state + "/signed" }
  /// The checkpoint that enough witnesses signed last.
  var cosigned: String { state + "/cosigned" }

  /// Everybody in columns, as they were last kept; in no backup.
  var columns: String { path + "/columns.snapshot" }

  /// Room that is put by for when the disk is full.
  var reserve: String { path + "/reserve" }

  /// Whether facts were ever kept here.
  var hasData: Bool { FileManager.default.fileExists(atPath: data) }
  var hasKeys: Bool { FileManager.default.fileExists(atPath: keys) }

  /// Makes the folder, and those above it, if they are not there; durable when this returns.
  func make() throws(StoreError) {
    var above = path
    var missing: [String] = []
    while !above.isEmpty, above != "/", !FileManager.default.fileExists(atPath: above) {
      missing.append(above)
      above = URL(filePath: above).deletingLastPathComponent().path
    }
    for folder in missing.reversed() {
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw StoreError(systemCode: errno, at: folder)
      }
      // A name is the business of the folder it stands in.
      let above = URL(filePath: folder).deletingLastPathComponent().path
      try OwnFile.synchronize(folder: above)
    }
  }
}
