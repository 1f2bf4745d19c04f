public import LogVerification

extension TiledTree {
  /// Takes up a tree of `size` entries from its partial tiles.
  ///
  /// - Parameters:
  ///   - size: The number of entries.
  ///   - read: Gives the hashes of a partial tile; asked once for each level that has one.
  public init(size: UInt64, readingPartialTiles read: (TilePath) throws -> [MerkleHash]) rethrows {
    self.init()
    self.size = size
    var (level, rest) = (0, size)
    while rest > 0 {
      let (index, width) = (rest / 256, Int(rest % 256))
      if edge.count == level { edge.append([]) }
      if width > 0 {
        edge[level] = try read(TilePath(.hashes(level: level), index: index, width: width))
      }
      (level, rest) = (level + 1, index)
    }
  }
}
