import TransparencyLog

/// The entry of libFuzzer: any bytes give a policy or an error with words.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTrustPolicy(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  do {
    let policy = try TrustPolicy(parsing: bytes)
    guard policy.logs.count + policy.witnesses.count <= bytes.count else {
      fatalError("keys from nowhere")
    }
  } catch {
    guard !error.description.isEmpty else { fatalError("a mistake without words") }
  }
  return 0
}
