import Foundation
import TransparencyLog

/// A folder of vectors, each file in the form that `Tests/Log/make_vectors.py` gives it.
struct VectorFolder {
  let url: URL

  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What `make_vectors.py` makes.
  static let committed = VectorFolder(url: repository.appending(path: "Tests/Fixtures/log"))

  /// Vectors of others in the same form, when there is a folder of them beside the repository.
  static let shared: VectorFolder? = {
    let folder = ProcessInfo.processInfo.environment["OPENKAART_SHARED"]
    let url = folder.map { URL(filePath: $0) } ?? repository.appending(path: "../shared")
    let vectors = VectorFolder(url: url.appending(path: "vectors"))
    let isThere = FileManager.default.fileExists(
      atPath: vectors.url.appending(path: "merkle_probes.json").path)
    return isThere ? vectors : nil
  }()

  func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: url.appending(path: "\(name).json")))
  }
}

/// A hash as the vectors write it: hexadecimal of any length, since wrong lengths are among them.
struct HexHash: Decodable {
  let bytes: [UInt8]

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let bytes = Hexadecimal.bytes(in: text.utf8) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not hexadecimal"))
    }
    self.bytes = bytes
  }

  var hash: MerkleHash? { MerkleHash(bytes) }
}
