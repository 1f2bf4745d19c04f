/// Why a store cannot do what was asked, and what to do about it; it names folders, never people.
public enum StoreError: Error, Hashable, Sendable {
  /// Another process owns the data folder; its number, if known.
  case inUse(folder: String, process: Int32?)
  case diskFull(folder: String)
  /// The folder, or a file in it, may not be written.
  case notWritable(folder: String)
  /// There is no data folder here, and none was to be made.
  case missing(folder: String)
  /// A file is damaged, or was changed by something else.
  case corrupt(file: String)
  /// The keyring or the file of keys is gone, or belongs to other data.
  case keyringMissing(file: String)
  /// A newer Openkaart wrote this.
  case newerFormat(file: String)
  /// This build of SQLite does not do what an acknowledgement rests on.
  case unsafe(file: String, setting: String)
  /// The disk refused; what was not acknowledged may be lost, and nothing is written any more.
  case failed(file: String, code: Int32)
  /// The database may not go on with its log; nothing is written until that is mended.
  case logUnsafe(folder: String, LogDanger)
  case closed
}

extension StoreError: CustomStringConvertible {
  /// A stable name for programs.
  public var code: String {
    switch self {
    case .inUse: "store.inUse"
    case .diskFull: "store.diskFull"
    case .notWritable: "store.notWritable"
    case .missing: "store.missing"
    case .corrupt: "store.corrupt"
    case .keyringMissing: "store.keyringMissing"
    case .newerFormat: "store.newerFormat"
    case .unsafe: "store.unsafe"
    case .failed: "store.failed"
    case .logUnsafe: "log.unsafe"
    case .closed: "store.closed"
    }
  }

  /// What is wrong and what to do, for people.
  public var message: String {
    switch self {
    case .inUse(let folder, let process?):
      """
      \(folder) is in use by process \(process); stop it, or give the command to it by its socket.
      """
    case .inUse(let folder, nil):
      "\(folder) is in use by another process; stop it, or choose another folder."
    case .diskFull(let folder):
      """
      The disk that holds \(folder) is full: nothing more was written, and nothing acknowledged is \
      lost. Make room and run the command again.
      """
    case .notWritable(let folder):
      """
      \(folder) cannot be written. Check that it is on a writable disk and belongs to you, and run \
      the command again.
      """
    case .missing(let folder):
      "There is no data in \(folder). Give the right folder, or import something into it first."
    case .corrupt(let file):
      """
      \(file) is damaged. Put it aside, restore the folder from its latest backup, and import again \
      what came after it.
      """
    case .keyringMissing(let file):
      """
      \(file) is missing or belongs to other data; without it nothing can be read. Put back the file \
      that belongs to this folder.
      """
    case .newerFormat(let file):
      """
      \(file) was written by another version of Openkaart: a newer one, or one from before the \
      first release. Use that version, or take a new folder and import again.
      """
    case .unsafe(let file, let setting):
      """
      SQLite does not keep to `\(setting)` for \(file). Use the SQLite library of your distribution.
      """
    case .failed(let file, let code):
      """
      The disk refused \(file) (code \(code)). Check the disk, and start again: nothing \
      acknowledged is lost.
      """
    case .logUnsafe(let folder, let danger):
      """
      The log of \(folder) cannot go on: \(danger.message). To add to it now would show the world \
      two histories, so nothing is written and nothing of a person is shown. Put back the newest copy \
      of what is missing: Documentation/store.md tells which.
      """
    case .closed: "The store was closed. Open it again."
    }
  }

  public var description: String { message }
}
