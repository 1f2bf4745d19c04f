package import OpenkaartCore

/// Why a database may not go on with its log: the next entry could contradict what the world has seen.
public enum LogDanger: Hashable, Sendable {
  /// There are fewer entries than were signed: the database is from an older backup.
  case behind(entries: UInt64, signed: UInt64)
  /// The first entries are not those that were signed.
  case differs(signed: UInt64)
  /// What was signed last is not known any more.
  case stateMissing
  /// The signing key is gone, or is another.
  case keyMissing

  /// What is wrong, for people: the end of a sentence.
  package var message: LocalizedText {
    switch self {
    case .behind(let entries, let signed):
      LocalizedText(
        nl: (entries == 1 ? "er staat 1 regel in" : "er staan \(entries) regels in")
          + ", en er zijn er \(signed) ondertekend: het is een oudere kopie",
        en: (entries == 1 ? "it has 1 entry" : "it has \(entries) entries")
          + ", and \(signed) were signed: it is an older copy")
    case .differs(signed: 1):
      LocalizedText(
        nl: "de eerste regel is niet de regel die is ondertekend",
        en: "its first entry is not the one that was signed")
    case .differs(let signed):
      LocalizedText(
        nl: "de eerste \(signed) regels zijn niet de regels die zijn ondertekend",
        en: "its first \(signed) entries are not those that were signed")
    case .stateMissing:
      LocalizedText(
        nl: "state/signed is weg, dus is niet bekend wat het laatst is ondertekend",
        en: "state/signed is gone, so it is not known what was signed last")
    case .keyMissing:
      LocalizedText(
        nl: "log.key is weg, of is niet de sleutel waarmee het logboek is ondertekend",
        en: "log.key is gone, or is not the key that signed the log")
    }
  }
}
