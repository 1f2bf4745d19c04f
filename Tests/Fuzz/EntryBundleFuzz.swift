import TransparencyLog

/// The entry of libFuzzer: the first byte says how many entries or hashes there should be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEntryBundle(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let all = Array(UnsafeBufferPointer(start: start, count: count))
  let (width, bytes) = (Int(all[0]) + 1, Array(all.dropFirst()))
  if let hashes = try? Tile.hashes(in: bytes, width: width), hashes.count != width {
    fatalError("a tile of another width")
  }
  guard let bundle = try? EntryBundle(bytes, width: width) else { return 0 }
  var again = EntryBundle()
  for place in 0..<bundle.count { try? again.append(bundle[place]) }
  guard again == bundle, bundle.leafHashes.count == width, bundle.prefix(width) == bytes else {
    fatalError("a bundle that has two forms")
  }
  _ = bundle.count > 0 ? try? LogEntry(parsing: bundle[0]) : nil
  return 0
}
