import TransparencyLog

/// The entry of libFuzzer: any bytes give a key or an error, written as it was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzVerifierKey(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let key = try? VerifierKey(parsing: bytes), Array(key.description.utf8) != bytes {
    fatalError("a verifier key that has two forms")
  }
  if let key = try? SigningKey(parsing: bytes), Array(key.secretText.utf8) != bytes {
    fatalError("a signing key that has two forms")
  }
  return 0
}
