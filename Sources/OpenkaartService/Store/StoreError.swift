internal import OpenkaartCore

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
  /// A backup that cannot be restored.
  case backupUnusable(folder: String, why: BackupFlaw)
  /// There is data where a backup was to be restored.
  case restoreOverData(folder: String)

  /// What is wrong with a backup.
  public enum BackupFlaw: String, Hashable, Sendable {
    /// It has no manifest that can be read.
    case noManifest
    /// It is one of keys where facts were asked for, or the reverse.
    case otherKind
    case damaged
    /// Facts and keys are not of one store.
    case otherStore
    /// The keys are older than the facts.
    case olderThanData
    /// Keys of some facts are not in it.
    case keysMissing
  }
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
    case .backupUnusable(_, let why): "backup.\(why.rawValue)"
    case .restoreOverData: "restore.overData"
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
      The log of \(folder) cannot go on: \(danger.message.en). To add to it now would show the world \
      two histories, so nothing is written and nothing of a person is shown. See what to do: \
      openkaart log status --data \(folder)
      """
    case .closed: "The store was closed. Open it again."
    case .backupUnusable(let folder, let why): "\(folder) \(why.text)"
    case .restoreOverData(let folder):
      """
      There is data in \(folder), and a restore never writes over it. Give a new folder, or put the \
      old files aside first: openkaart.sqlite, and with a backup of the keys also keys.sqlite and \
      keyring.
      """
    }
  }

  public var description: String { message }
}

extension StoreError.BackupFlaw {
  /// What is wrong, after the name of the folder, and what to do.
  fileprivate var text: String {
    switch self {
    case .noManifest:
      "holds no whole backup: it has no manifest that can be read. Give the folder that `backup` named."
    case .otherKind:
      "holds the other kind of backup. Give facts to --data-backup and keys to --keys-backup."
    case .damaged:
      "is damaged: a file is not what its manifest says. Take another backup; nothing was restored."
    case .otherStore:
      "belongs to other data than the other one. Give the newest backup of the keys of this data."
    case .olderThanData:
      """
      is older than the facts: keys of people who came later are not in it, and erasures since then \
      neither. Give the newest backup of the keys.
      """
    case .keysMissing:
      "lacks keys of facts that are there. Give the newest backup of the keys."
    }
  }
}
