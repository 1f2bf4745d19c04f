import TransparencyLog

/// The entry of libFuzzer: any bytes give a proof or an error; it can be checked, and its receipt read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLogProof(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  check(receipt: bytes)
  guard let proof = try? LogProof(parsing: bytes) else { return 0 }
  guard proof.bytes == bytes else { fatalError("a proof that has two forms") }
  if let extra = proof.extra { check(receipt: extra) }
  let size = proof.signedCheckpoint.checkpoint.size
  let inclusion = InclusionProof(index: proof.index, size: size, hashes: proof.hashes)
  let consistency = ConsistencyProof(oldSize: proof.index, newSize: size, hashes: proof.hashes)
  let root = proof.signedCheckpoint.checkpoint.root
  _ = inclusion.proves(.leaf(bytes), in: root)
  _ = consistency.proves(.leaf(bytes), isPrefixOf: root)
  return 0
}

private func check(receipt bytes: [UInt8]) {
  guard let receipt = try? Receipt(parsing: bytes) else { return }
  guard receipt.bytes == bytes else { fatalError("a receipt that has two forms") }
  _ = receipt.entry
}
