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
  /// - Precondition: The level is 0 through 63 and the width 1 through 256.
  public init(_ row: Row, index: UInt64, width: Int = Self.fullWidth) {
    precondition((1...Self.fullWidth).contains(width), "a tile has 1 through 256 hashes")
    if case .hashes(let level) = row {
      precondition(Self.levels.contains(level), "a level is 0 through 63")
    }
    self.row = row
    self.index = index
    self.width = width
  }

  static let levels = 0..<64

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
    var text = threeDigits(index % 1000)
    var rest = index / 1000
    while rest > 0 {
      text = "x\(threeDigits(rest % 1000))/" + text
      rest /= 1000
    }
    return text
  }

  private static func threeDigits(_ number: UInt64) -> String {
    number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : "\(number)"
  }
}

extension TilePath {
  /// Reads a path; `nil` unless it is exactly what ``description`` makes of a tile.
  public init?(parsing text: String) {
    guard let rest = Array(text.utf8.prefix(64)).dropping(prefix: "tile/") else { return nil }
    var parts = rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count >= 2, let row = Self.row(parts.removeFirst()) else { return nil }
    var width = Self.fullWidth
    if parts.count >= 2, let folder = parts[parts.count - 2].dropping(suffix: ".p") {
      guard let number = Decimal.number(in: parts.removeLast()), (1..<256).contains(number) else {
        return nil
      }
      width = Int(number)
      parts[parts.count - 1] = folder
    }
    guard let index = Self.index(parts) else { return nil }
    self.init(row, index: index, width: width)
    guard description.utf8.elementsEqual(text.utf8) else { return nil }
  }

  private static func row(_ part: ArraySlice<UInt8>) -> Row? {
    if part.elementsEqual("entries".utf8) { return .entries }
    guard let level = Decimal.number(in: part), level < levels.upperBound else { return nil }
    return .hashes(level: Int(level))
  }

  /// The index in groups of three digits; all but the last begin with an x.
  private static func index(_ groups: [ArraySlice<UInt8>]) -> UInt64? {
    var index: UInt64 = 0
    for group in groups {
      let digits = group.drop { $0 == UInt8(ascii: "x") }
      guard digits.count == 3 else { return nil }
      for digit in digits {
        guard let value = Decimal.number(in: CollectionOfOne(digit)) else { return nil }
        let (tenfold, isTooLarge) = index.multipliedReportingOverflow(by: 10)
        let (sum, isTooLargeYet) = tenfold.addingReportingOverflow(value)
        guard !isTooLarge, !isTooLargeYet else { return nil }
        index = sum
      }
    }
    return index
  }
}

extension ArraySlice<UInt8> {
  fileprivate func dropping(suffix: String) -> ArraySlice<UInt8>? {
    let end = self.suffix(suffix.utf8.count)
    return end.elementsEqual(suffix.utf8) ? dropLast(end.count) : nil
  }
}
