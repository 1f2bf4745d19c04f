internal import Crypto
internal import Foundation
internal import OpenkaartCore
internal import OpenkaartService

/// The keys from which all others follow; they live in a file of their own, outside the database.
struct Keyring: Sendable {
  /// The name of the data it belongs to.
  let store: [UInt8]
  /// Wraps the page keys.
  let root: SymmetricKey
  /// Takes the place of ``root``: there while some page keys may be wrapped by the one and some by
  /// the other.
  let nextRoot: SymmetricKey?
  /// Makes the keys of look-ups and of what belongs to the store as a whole.
  private let index: SymmetricKey

  /// A new keyring for new data.
  init() {
    store = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
    root = SymmetricKey(size: .bits256)
    nextRoot = nil
    index = SymmetricKey(size: .bits256)
  }

  private init(of other: Keyring, root: SymmetricKey, next: SymmetricKey?) {
    store = other.store
    self.root = root
    nextRoot = next
    index = other.index
  }

  /// The same with a second root, which takes the place of the first.
  var withNextRoot: Keyring {
    Keyring(of: self, root: root, next: nextRoot ?? SymmetricKey(size: .bits256))
  }

  /// The same without the first root, once nothing is wrapped by it.
  var withoutOldRoot: Keyring { Keyring(of: self, root: nextRoot ?? root, next: nil) }

  /// A key of its own for one use.
  func key(for use: String) -> SymmetricKey {
    HKDF<SHA256>.expand(
      pseudoRandomKey: index, info: Data("openkaart.\(use)".utf8), outputByteCount: 32)
  }

  // MARK: The file

  /// Reads the keyring in `file`; `nil` when there is none.
  init?(readingFrom file: String) throws(StoreError) {
    guard let bytes = try OwnFile.read(file) else { return nil }
    guard let node = try? JSONReader.node(in: bytes), case .number("1")? = node["keyring"]?.content,
      let store = Self.bytes(node["store"], count: 16),
      let root = Self.bytes(node["root"], count: 32),
      let index = Self.bytes(node["index"], count: 32)
    else { throw .keyringMissing(file: file) }
    self.store = store
    self.root = SymmetricKey(data: root)
    nextRoot = Self.bytes(node["nextRoot"], count: 32).map { SymmetricKey(data: $0) }
    self.index = SymmetricKey(data: index)
  }

  /// Writes the keyring, durable when this returns; what stood there before is wiped.
  func write(to file: String) throws(StoreError) {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.key("keyring")
      json.integer(1)
      json.key("store")
      json.string(Self.hex(store))
      for (name, key) in [("root", root), ("nextRoot", nextRoot), ("index", index)] {
        guard let key else { continue }
        json.key(name)
        json.string(key.withUnsafeBytes { Self.hex($0) })
      }
    }
    try OwnFile.replace(json.bytes + [UInt8(ascii: "\n")], at: file)
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func bytes(_ node: Node?, count: Int) -> [UInt8]? {
    guard case .string(let text)? = node?.content, text.utf8.count == count * 2 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      guard let digit = Character(UnicodeScalar(character)).hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return bytes
  }
}
