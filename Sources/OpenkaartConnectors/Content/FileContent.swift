public import OpenkaartCore

/// What a file holds, read piece by piece: it may be larger than memory.
public protocol FileContent: Sendable {
  /// The size in bytes.
  var count: Int { get }

  /// The bytes at a place, which lies within the content.
  ///
  /// - Throws: ``ContentError`` when they cannot be read, or are not there any more.
  func bytes(in range: Range<Int>) throws(ContentError) -> [UInt8]

  /// Makes sure that nothing was changed since it was opened.
  ///
  /// - Throws: ``ContentError/changed`` when something was.
  func checkUnchanged() throws(ContentError)
}

/// Why a file cannot be read to its end.
public enum ContentError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable
  /// Somebody wrote to it meanwhile.
  case changed

  public var code: String {
    switch self {
    case .unreadable: "file.unreadable"
    case .changed: "file.changed"
    }
  }

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .unreadable:
      LocalizedText(
        nl:
          "Het bestand is niet te lezen. Kijk of het er is, of u het mag lezen, en naar de schijf.",
        en: "The file cannot be read. Check that it is there, that you may read it, and the disk.")
    case .changed:
      LocalizedText(
        nl:
          "Het bestand veranderde terwijl het gelezen werd. Wat is opgenomen blijft; wacht tot het "
          + "bestand klaar is en neem het opnieuw op.",
        en: "The file changed while it was read. What was taken in stays; wait until the file is "
          + "complete and run the import again.")
    }
  }

  public var description: String { message.en }
}

/// What is in memory as a whole.
extension [UInt8]: FileContent {
  public func bytes(in range: Range<Int>) -> [UInt8] { Array(self[range]) }
  public func checkUnchanged() {}
}
