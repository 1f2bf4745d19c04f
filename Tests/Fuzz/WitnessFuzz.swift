import TransparencyLog

/// The entry of libFuzzer: any body gets an answer, and a request is written as it was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWitness(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let request = try? AddCheckpointRequest(parsing: bytes), request.bytes != bytes {
    fatalError("a request that has two forms")
  }
  let text = "openkaart.example/ledger/1+c0fc2a8c+AdGbJ69kCV5gXTxHnTa1tuC2bHm9R6ROmCWY7m7ZIE8U"
  guard let key = try? VerifierKey(parsing: text.utf8) else { fatalError("the key of the corpus") }
  let decision = Witness(logs: [key]).decision(on: bytes) { origin in
    Checkpoint(origin: origin, size: UInt64(count % 9), root: .leaf(bytes))
  }
  if case .refuse(let refusal) = decision, !(400...422).contains(refusal.status) {
    fatalError("a status that is no refusal")
  }
  return 0
}
