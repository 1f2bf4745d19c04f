import TransparencyLog

/// The entry of libFuzzer: any text is a path or not, and a path has one form and a tile of its size.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTilePath(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let text = String(decoding: bytes, as: UTF8.self)
  guard let path = TilePath(parsing: text) else { return 0 }
  guard path.description == text else { fatalError("a path that has two forms") }
  for size in [0, 1, 70_000, UInt64.max] {
    if let tile = TilePath(path.row, index: path.index, size: size), tile.index != path.index {
      fatalError("another tile")
    }
  }
  return 0
}
