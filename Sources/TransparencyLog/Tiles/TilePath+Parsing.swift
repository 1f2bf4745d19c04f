public import LogVerification

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
    guard let level = Decimal.number(in: part), level < 64 else { return nil }
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
