/// The place of a tile or entry bundle, under the folder or address of a log.
///
/// - SeeAlso: C2SP tlog-tiles, "Merkle Tree" and "Log entries".
public struct TilePath: Hashable, Sendable {
  /// How many hashes or entries a full tile or bundle has.
  public static let fullWidth = 256

  /// What a tile holds.
  public enum Row: Hashable, Sendable {
    /// Hashes of complete subtrees of 256^level entries; the level is 0 through 63.
    case hashes(level: Int)
    /// The entries themselves.
    case entries
  }

  /// What the tile holds.
  public let row: Row
  /// Which one of its row, from 0.
  public let index: UInt64
  /// How many hashes or entries: 1 through 255 in a partial tile, 256 in a full one.
  public let width: Int

  /// The place of a tile of hashes or a bundle of entries.
  ///
  /// - Precondition: The width is 1 through 256.
  public init(_ row: Row, index: UInt64, width: Int = Self.fullWidth) {
    precondition((1...Self.fullWidth).contains(width), "a tile has 1 through 256 hashes")
    self.row = row
    self.index = index
    self.width = width
  }

  /// Whether later entries will still come into it.
  public var isPartial: Bool { width < Self.fullWidth }

  /// The same tile when it is full.
  public var full: TilePath { TilePath(row, index: index) }

  /// The folder in which the partial versions of this tile lie.
  public var partialFolder: String { "\(full).p" }

  /// The tile of a log of `size` entries, as wide as it is there; `nil` when the log has none there.
  public init?(_ row: Row, index: UInt64, size: UInt64) {
    let level = if case .hashes(let level) = row { level } else { 0 }
    let hashes = level < 8 ? size >> (8 * level) : 0
    guard index <= hashes / UInt64(Self.fullWidth) else { return nil }
    let width = min(hashes - index * UInt64(Self.fullWidth), UInt64(Self.fullWidth))
    guard width > 0 else { return nil }
    self.init(row, index: index, width: Int(width))
  }
}

extension TilePath: CustomStringConvertible {
  /// As it stands in an address: `tile/0/x001/x234/067.p/8`.
  public var description: String {
    let row =
      switch row {
      case .hashes(let level): "\(level)"
      case .entries: "entries"
      }
    return "tile/\(row)/\(Self.text(ofIndex: index))" + (isPartial ? ".p/\(width)" : "")
  }

  private static func text(ofIndex index: UInt64) -> String {
    let last = String(1000 + index % 1000).dropFirst()
    var (text, rest) = (String(last), index / 1000)
    while rest > 0 {
      text = "x\(String(1000 + rest % 1000).dropFirst())/\(text)"
      rest /= 1000
    }
    return text
  }
}
