import TransparencyLog

/// The entry of libFuzzer: any bytes give a note or an error, and a note is written as it was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNote(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let note = try? SignedNote(parsing: bytes) else { return 0 }
  guard note.bytes == bytes else { fatalError("a note that has two forms") }
  let key = try? VerifierKey(
    parsing: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".utf8)
  if let key { _ = try? note.verified(by: [key]) }
  return 0
}
