public import OpenkaartCore

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
  public var message: LocalizedText {
    switch self {
    case .inUse, .missing, .closed, .restoreOverData: folderMessage
    case .diskFull, .notWritable, .unsafe, .failed: diskMessage
    case .corrupt, .keyringMissing, .newerFormat: fileMessage
    case .logUnsafe(let folder, let danger):
      LocalizedText(
        nl: """
          Het logboek van \(folder) kan niet verder: \(danger.message.nl). Wie er nu iets bij zet, \
          toont de wereld twee geschiedenissen; daarom wordt niets geschreven en niets van iemand \
          getoond. Zie wat te doen: openkaart log status --data \(folder) --lang nl
          """,
        en: """
          The log of \(folder) cannot go on: \(danger.message.en). To add to it now would show the \
          world two histories, so nothing is written and nothing of a person is shown. See what to \
          do: openkaart log status --data \(folder)
          """)
    case .backupUnusable(let folder, let why):
      LocalizedText(nl: "\(folder) \(why.text.nl)", en: "\(folder) \(why.text.en)")
    }
  }

  public var description: String { message.en }

  /// The wrong folder, or the wrong moment.
  private var folderMessage: LocalizedText {
    switch self {
    case .inUse(let folder, let process?):
      LocalizedText(
        nl: """
          \(folder) is in gebruik bij proces \(process); stop dat, of geef de opdracht via zijn \
          socket.
          """,
        en: """
          \(folder) is in use by process \(process); stop it, or give the command to it by its \
          socket.
          """)
    case .inUse(let folder, nil):
      LocalizedText(
        nl: "\(folder) is in gebruik bij een ander proces; stop dat, of kies een andere map.",
        en: "\(folder) is in use by another process; stop it, or choose another folder.")
    case .missing(let folder):
      LocalizedText(
        nl: "In \(folder) staan geen gegevens. Geef de goede map, of neem er eerst iets in op.",
        en: "There is no data in \(folder). Give the right folder, or import something into it "
          + "first.")
    case .restoreOverData(let folder):
      LocalizedText(
        nl: """
          In \(folder) staan gegevens, en terugzetten schrijft daar nooit overheen. Geef een nieuwe \
          map, of zet eerst de oude bestanden weg: openkaart.sqlite, en met een kopie van de sleutels \
          ook keys.sqlite en keyring.
          """,
        en: """
          There is data in \(folder), and a restore never writes over it. Give a new folder, or put \
          the old files aside first: openkaart.sqlite, and with a backup of the keys also keys.sqlite \
          and keyring.
          """)
    default:
      LocalizedText(
        nl: "De gegevens zijn gesloten. Open ze opnieuw.",
        en: "The store was closed. Open it again.")
    }
  }

  /// What the disk or the system does not do.
  private var diskMessage: LocalizedText {
    switch self {
    case .diskFull(let folder):
      LocalizedText(
        nl: """
          De schijf met \(folder) is vol: er is niets meer geschreven, en wat bevestigd is, is \
          bewaard. Maak ruimte en geef de opdracht opnieuw.
          """,
        en: """
          The disk that holds \(folder) is full: nothing more was written, and nothing acknowledged \
          is lost. Make room and run the command again.
          """)
    case .notWritable(let folder):
      LocalizedText(
        nl: """
          In \(folder) kan niet worden geschreven. Kijk of de schijf beschrijfbaar is en of de map \
          van u is, en geef de opdracht opnieuw.
          """,
        en: """
          \(folder) cannot be written. Check that it is on a writable disk and belongs to you, and \
          run the command again.
          """)
    case .unsafe(let file, let setting):
      LocalizedText(
        nl: """
          SQLite houdt zich bij \(file) niet aan `\(setting)`. Gebruik de SQLite van uw distributie.
          """,
        en: """
          SQLite does not keep to `\(setting)` for \(file). Use the SQLite library of your \
          distribution.
          """)
    case .failed(let file, let code):
      LocalizedText(
        nl: """
          De schijf weigerde \(file) (code \(code)). Controleer de schijf en begin opnieuw: wat \
          bevestigd is, is bewaard.
          """,
        en: """
          The disk refused \(file) (code \(code)). Check the disk, and start again: nothing \
          acknowledged is lost.
          """)
    default: folderMessage
    }
  }

  /// A file that is not what it should be.
  private var fileMessage: LocalizedText {
    switch self {
    case .corrupt(let file):
      LocalizedText(
        nl: """
          \(file) is beschadigd. Leg het apart, zet de map terug uit de laatste reservekopie, en neem \
          opnieuw op wat daarna kwam.
          """,
        en: """
          \(file) is damaged. Put it aside, restore the folder from its latest backup, and import \
          again what came after it.
          """)
    case .keyringMissing(let file):
      LocalizedText(
        nl: """
          \(file) ontbreekt of hoort bij andere gegevens; zonder dit bestand is niets te lezen. Zet \
          het bestand terug dat bij deze map hoort.
          """,
        en: """
          \(file) is missing or belongs to other data; without it nothing can be read. Put back the \
          file that belongs to this folder.
          """)
    case .newerFormat(let file):
      LocalizedText(
        nl: """
          \(file) is geschreven door een andere versie van Openkaart: een nieuwere, of een van voor \
          de eerste uitgave. Gebruik die versie, of neem een nieuwe map en neem alles opnieuw op.
          """,
        en: """
          \(file) was written by another version of Openkaart: a newer one, or one from before the \
          first release. Use that version, or take a new folder and import again.
          """)
    default: folderMessage
    }
  }
}

extension StoreError.BackupFlaw {
  /// What is wrong, after the name of the folder, and what to do.
  fileprivate var text: LocalizedText {
    switch self {
    case .noManifest:
      LocalizedText(
        nl: "bevat geen hele reservekopie: er is geen manifest dat te lezen is. Geef de map die "
          + "`backup` noemde.",
        en: "holds no whole backup: it has no manifest that can be read. Give the folder that "
          + "`backup` named.")
    case .otherKind:
      LocalizedText(
        nl: "bevat de andere soort reservekopie. Geef feiten aan --data-backup en sleutels aan "
          + "--keys-backup.",
        en: "holds the other kind of backup. Give facts to --data-backup and keys to --keys-backup."
      )
    case .damaged:
      LocalizedText(
        nl:
          "is beschadigd: een bestand is niet wat het manifest zegt. Neem een andere kopie; er is "
          + "niets teruggezet.",
        en: "is damaged: a file is not what its manifest says. Take another backup; nothing was "
          + "restored.")
    case .otherStore:
      LocalizedText(
        nl: "hoort bij andere gegevens dan de andere kopie. Geef de nieuwste kopie van de sleutels "
          + "van deze gegevens.",
        en: "belongs to other data than the other one. Give the newest backup of the keys of this "
          + "data.")
    case .olderThanData:
      LocalizedText(
        nl: """
          is ouder dan de feiten: sleutels van mensen die later kwamen zitten er niet in, en wat \
          sindsdien gewist is ook niet. Geef de nieuwste kopie van de sleutels.
          """,
        en: """
          is older than the facts: keys of people who came later are not in it, and erasures since \
          then neither. Give the newest backup of the keys.
          """)
    case .keysMissing:
      LocalizedText(
        nl: "mist sleutels van feiten die er zijn. Geef de nieuwste kopie van de sleutels.",
        en: "lacks keys of facts that are there. Give the newest backup of the keys.")
    }
  }
}
