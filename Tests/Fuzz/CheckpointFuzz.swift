import TransparencyLog

/// The entry of libFuzzer: any bytes give a checkpoint or an error, written as it was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCheckpoint(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let checkpoint = try? Checkpoint(parsing: bytes) else { return 0 }
  guard checkpoint.text == bytes else { fatalError("a checkpoint that has two forms") }
  return 0
}
