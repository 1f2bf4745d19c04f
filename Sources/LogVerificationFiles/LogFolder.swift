public import LogVerification

/// A folder that holds the files of a log under the names by which they are served.
///
/// - SeeAlso: C2SP tlog-tiles.
public struct LogFolder: Hashable, Sendable {
  /// A full bundle of the longest entries.
  private static let mostTileBytes = TilePath.fullWidth * (2 + EntryBundle.mostEntryBytes)
  package static let checkpointName = "checkpoint"

  /// Where it is.
  public let path: String

  /// The folder at `path`; nothing is read yet.
  public init(path: String) {
    self.path = path
  }

  package func place(of name: String) -> String { "\(path)/\(name)" }

  /// The bytes of the signed checkpoint, or `nil` when there is none.
  public func checkpoint() throws(LogFileError) -> [UInt8]? {
    try DurableFile.read(place(of: Self.checkpointName), atMost: SignedNote.mostBytes)
  }

  /// The bytes of a tile or bundle, or `nil` when there is none.
  public func read(_ tile: TilePath) throws(LogFileError) -> [UInt8]? {
    try DurableFile.read(place(of: "\(tile)"), atMost: Self.mostTileBytes)
  }

  /// The partial versions of a tile that are kept, as long as the log has not removed them.
  func partialVersions(of tile: TilePath) -> [TilePath] {
    DurableFile.names(in: place(of: tile.partialFolder)).compactMap { Decimal.number(in: $0.utf8) }
      .filter { (1..<256).contains($0) }.sorted()
      .map { TilePath(tile.row, index: tile.index, width: Int($0)) }
  }
}
