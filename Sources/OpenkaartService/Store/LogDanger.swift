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

  /// What is wrong, for people.
  package var message: String {
    switch self {
    case .behind(let entries, let signed):
      "it has \(entries) entries, and \(signed) were signed: it is an older copy"
    case .differs(let signed): "its first \(signed) entries are not those that were signed"
    case .stateMissing: "state/signed is gone, so it is not known what was signed last"
    case .keyMissing: "log.key is gone, or is not the key that signed the log"
    }
  }
}
