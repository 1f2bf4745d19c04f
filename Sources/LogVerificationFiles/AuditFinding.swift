public import LogVerification

/// One thing that is wrong with the files of a log.
public enum AuditFinding: Error, Hashable, Sendable {
  /// A file that must be there is not.
  case missing(file: String)
  /// A file is not in its form; the reason ends a sentence.
  case malformed(file: String, reason: String)
  /// The entry is not the one whose hash its tile holds, and the tile is right.
  case entryChanged(file: String, entry: UInt64)
  /// The hash in the tile is not that of its entry or of the tile below, which are right.
  case hashChanged(file: String, hash: Int)
  /// The entry and the hash in its tile do not belong together, and nothing tells which is right.
  case entryOrHashChanged(bundle: String, tile: String, entry: UInt64)
  /// A partial version of a tile is not the beginning of the tile.
  case partialVersionDiffers(file: String)
  /// Neither an entry nor its hash can be read: nothing after it can be checked.
  case cannotGoOn(entry: UInt64)
  /// The entries lead to another root than the one that was signed.
  case rootDiffers(derived: MerkleHash, signed: MerkleHash)
  /// The log has fewer entries than an earlier checkpoint.
  case rolledBack(oldSize: UInt64, size: UInt64)
  /// The entries that an earlier checkpoint covers are not those of today.
  case rewritten(oldSize: UInt64)
}

extension AuditFinding: CustomStringConvertible {
  /// For people.
  public var description: String {
    switch self {
    case .missing(let file): "\(file): is missing."
    case .malformed(let file, let reason): "\(file): \(reason)."
    case .entryChanged(let file, let entry):
      "\(file): entry \(entry) was changed, or one before it in the file lost or gained bytes."
    case .hashChanged(let file, let hash): "\(file): hash \(hash) (from 0) was changed."
    case .entryOrHashChanged(let bundle, let tile, let entry):
      "\(bundle), \(tile): entry \(entry) and its hash do not belong together; one was changed."
    case .partialVersionDiffers(let file):
      "\(file): is not the beginning of the tile that grew from it."
    case .cannotGoOn(let entry):
      "From entry \(entry) on nothing can be checked: neither the entries nor their hashes are there."
    case .rootDiffers(let derived, let signed):
      "The files lead to the root \(derived), where \(signed) was signed: the log is not what it "
        + "says it is, or what is wrong above is more than can be told apart."
    case .rolledBack(let oldSize, let size):
      "There are \(size) entries, where the earlier checkpoint has \(oldSize): some are gone."
    case .rewritten(let oldSize):
      "The first \(oldSize) entries are not those of the earlier checkpoint: history was rewritten."
    }
  }
}
