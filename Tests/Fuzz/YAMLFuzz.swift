import OpenkaartCore
import OpenkaartFiles

/// The entry of libFuzzer: any bytes give a tree or an error; the tree is one JSON can hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let tree = try? YAMLReader.node(in: bytes) else { return 0 }

  var json = JSONWriter()
  json.node(tree)
  guard (try? JSONReader.node(in: json.bytes)) != nil else {
    fatalError("YAML gave a tree that JSON refuses")
  }
  return 0
}
