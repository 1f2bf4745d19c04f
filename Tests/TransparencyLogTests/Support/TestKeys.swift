import TransparencyLog

/// Keys of a log and two witnesses, the same in every run.
enum TestKeys {
  static let log = key("log.example/test", .ed25519, 1)
  static let otherLog = key("log.example/other", .ed25519, 2)
  static let witness = key("witness.example/one", .cosignature, 3)
  static let otherWitness = key("witness.example/two", .cosignature, 4)

  static func key(_ name: String, _ type: SignatureType, _ seed: UInt8) -> SigningKey {
    let seed = Array(repeating: seed, count: 32)
    guard let key = SigningKey(name: Name(name), type: type, seed: seed) else {
      fatalError("\(name) cannot name a key")
    }
    return key
  }
}

extension [UInt8] {
  /// The same bytes with one bit turned over.
  func flipping(bit: Int) -> [UInt8] {
    var bytes = self
    bytes[bit / 8] ^= 1 << (bit % 8)
    return bytes
  }
}
