internal import Crypto
internal import TransparencyLog

/// Where a record stands: in the log, and among the records of one person.
///
/// It is part of what the log commits to. So who was shown the third record and the first knows that
/// there is a second.
struct RecordLink: Hashable, Sendable {
  /// The number of the entry.
  let entry: Int64
  /// The running number among the records of one person, from 1.
  let running: Int64
  /// The commitment to the one before it.
  let previous: MerkleHash?
}

extension [UInt8] {
  /// Appends where a record stands.
  mutating func append(link: RecordLink) {
    append(number: UInt64(link.entry))
    append(number: UInt64(link.running))
    append(link.previous == nil ? 0 : 1)
    link.previous?.withUnsafeBytes { append(contentsOf: $0) }
  }
}

extension NumberReader {
  /// Reads where a record stands; `nil` when the bytes say it of none.
  mutating func link() -> RecordLink? {
    guard let entry = next(), let running = next(), let hasPrevious = next() else { return nil }
    var previous: MerkleHash?
    if hasPrevious == 1 {
      guard let hash = take(MerkleHash.byteCount).flatMap({ MerkleHash($0) }) else { return nil }
      previous = hash
    }
    return RecordLink(entry: Int64(entry), running: Int64(running), previous: previous)
  }
}

/// A record: what the log commits to and a receipt shows.
enum LogRecord {
  /// What stands in front of what happened.
  static func head(_ link: RecordLink) -> [UInt8] {
    var bytes = begin
    bytes += String(link.running).utf8
    bytes += previousWord
    if let previous = link.previous {
      previous.withUnsafeBytes { hash in
        for byte in hash {
          bytes.append(digits[Int(byte >> 4)])
          bytes.append(digits[Int(byte & 15)])
        }
      }
    } else {
      bytes.append(UInt8(ascii: "-"))
    }
    bytes += end
    return bytes
  }

  private static let digits = Array("0123456789abcdef".utf8)
  private static let begin = Array("openkaart/record/v1\nnumber ".utf8)
  private static let previousWord = Array("\nprevious ".utf8)
  private static let end = Array("\n\n".utf8)
  /// Between the parts of what happened.
  static let separator: UInt8 = 0x0A

  /// The secret by which the record can be recognized in the log.
  ///
  /// The same as `Commitment.nonce`, with the key of the person's cells as the data key.
  static func nonce(_ running: Int64, under key: SymmetricKey) -> SHA256Digest {
    let derived = zeros.withUnsafeBytes { salt in
      key.withUnsafeBytes { key in KeyedCode.make(salt) { $0.update(bufferPointer: key) } }
    }
    return derived.withUnsafeBytes { derived in
      KeyedCode.make(derived) { hash in
        nonceInfo.withUnsafeBytes { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: running.bigEndian) { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: UInt8(1)) { hash.update(bufferPointer: $0) }
      }
    }
  }

  private static let zeros = Array(repeating: UInt8(0), count: 32)
  private static let nonceInfo = Array("openkaart/commit-nonce/v1|".utf8)

  /// The commitment to a record whose parts are fed in one after another.
  ///
  /// The same as `Commitment.hash`.
  static func commitment(
    _ link: RecordLink, under key: SymmetricKey, _ write: (inout SHA256) -> Void
  ) -> MerkleHash {
    let code = nonce(link.running, under: key).withUnsafeBytes { nonce in
      KeyedCode.make(nonce) { hash in
        commitWord.withUnsafeBytes { hash.update(bufferPointer: $0) }
        head(link).withUnsafeBytes { hash.update(bufferPointer: $0) }
        write(&hash)
      }
    }
    guard let hash = code.withUnsafeBytes({ MerkleHash($0) }) else {
      preconditionFailure("A SHA-256 has 32 bytes.")
    }
    return hash
  }

  private static let commitWord = Array("openkaart/commit/v1\0".utf8)
}

/// What type of thing an entry tells of: coarse, as everybody can read it.
enum EntryType: UInt8, Sendable {
  /// Something was learned about somebody.
  case fact = 1
  /// It was decided whether a use is allowed.
  case decision = 2
  /// Data of people were used or left.
  case use = 3
  /// Somebody looked at what is known of a person.
  case look = 4
  /// A right was called upon, or data went.
  case right = 5
}
