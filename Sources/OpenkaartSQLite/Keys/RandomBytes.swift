internal import Foundation

/// Random bytes of the system, asked for once for many keys, and wiped in the end.
struct RandomBytes: ~Copyable {
  private let bytes: UnsafeMutableRawBufferPointer
  private var used = 0

  init(count: Int) {
    bytes = .allocate(byteCount: count, alignment: 8)
    for start in stride(from: 0, to: count, by: Self.most) {
      let rest = min(Self.most, count - start)
      let code = getentropy(bytes.baseAddress?.advanced(by: start), rest)
      precondition(code == 0, "The system gives no random bytes.")
    }
  }

  /// More than this the system does not give at once.
  private static let most = 256

  /// The next bytes; none is given out twice.
  mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
    defer { used += count }
    return UnsafeRawBufferPointer(rebasing: bytes[used..<(used + count)])
  }

  deinit {
    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    bytes.deallocate()
  }
}
