import OpenkaartCore

/// The entry of libFuzzer: any bytes give a tree or an error, and a tree survives being written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let tree = try? JSONReader.node(in: bytes) else { return 0 }

  for isPretty in [false, true] {
    var json = JSONWriter(pretty: isPretty)
    json.node(tree)
    guard let read = try? JSONReader.node(in: json.bytes) else {
      fatalError("what the writer wrote is refused")
    }
    var again = JSONWriter(pretty: isPretty)
    again.node(read)
    guard again.bytes == json.bytes else { fatalError("the tree changed on the way") }
  }
  return 0
}
