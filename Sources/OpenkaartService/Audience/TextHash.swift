internal import OpenkaartCore

/// SipHash-2-4 under a key that can be kept, so that hashes mean the same after a restart.
///
/// Whoever does not have the key cannot make texts of which the hashes are equal.
///
/// - SeeAlso: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
struct TextHash: Hashable, Sendable {
  let first: UInt64
  let last: UInt64

  /// Makes a key by chance.
  init() {
    (first, last) = (.random(in: .min ... .max), .random(in: .min ... .max))
  }

  init(first: UInt64, last: UInt64) {
    self.first = first
    self.last = last
  }

  func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = State(first, last)
    let words = bytes.count / 8
    let raw = UnsafeRawBufferPointer(bytes)
    for word in 0..<words {
      state.add(
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)))
    }
    var tail = UInt64(truncatingIfNeeded: bytes.count) << 56
    for (place, byte) in bytes[(words * 8)...].enumerated() {
      tail |= UInt64(byte) << UInt64(place * 8)
    }
    state.add(tail)
    return state.end()
  }

  /// The hash of an identifier: its type and its value, which cannot run into each other.
  func hash(_ identifier: Identifier) -> UInt64 {
    let (type, value) = (identifier.type.name.utf8, identifier.value.utf8)
    return withUnsafeTemporaryAllocation(
      of: UInt8.self, capacity: type.count + 1 + value.count
    ) { place in
      var (_, end) = place.initialize(from: type)
      place[end] = 0
      (_, end) = UnsafeMutableBufferPointer(rebasing: place[(end + 1)...]).initialize(from: value)
      return hash(UnsafeBufferPointer(place))
    }
  }

  private struct State {
    private var one, two, three, four: UInt64

    init(_ first: UInt64, _ last: UInt64) {
      one = first ^ 0x736f_6d65_7073_6575
      two = last ^ 0x646f_7261_6e64_6f6d
      three = first ^ 0x6c79_6765_6e65_7261
      four = last ^ 0x7465_6462_7974_6573
    }

    mutating func add(_ word: UInt64) {
      four ^= word
      mix()
      mix()
      one ^= word
    }

    mutating func end() -> UInt64 {
      three ^= 0xFF
      for _ in 0..<4 { mix() }
      return one ^ two ^ three ^ four
    }

    private mutating func mix() {
      one &+= two
      two = turned(two, 13) ^ one
      one = turned(one, 32)
      three &+= four
      four = turned(four, 16) ^ three
      one &+= four
      four = turned(four, 21) ^ one
      three &+= two
      two = turned(two, 17) ^ three
      three = turned(three, 32)
    }

    private func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 {
      word << bits | word >> (64 - bits)
    }
  }
}
