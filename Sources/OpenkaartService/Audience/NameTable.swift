internal import OpenkaartAudience
internal import OpenkaartCore

/// One identifier per entry, one after another in one piece of memory.
///
/// So a million of them take some forty bytes each, and are read back at once. What is not used any
/// more is overwritten, and given back when it is more than what is.
struct NameTable: Sendable {
  private var types: [String] = []
  private var numbers: [String: UInt32] = [:]
  /// Where the name of an entry stands; 0 without one.
  private var starts: [Int] = []
  /// Of each name the number of its type, how many bytes it has, and these; from 1 on.
  private var bytes: [UInt8] = [0]
  private var unused = 0

  private static let head = 8

  var count: Int { starts.count }

  /// Adds an entry without a name.
  mutating func append() { starts.append(0) }

  subscript(entry: Int) -> Identifier? {
    get {
      let start = starts[entry]
      guard start > 0 else { return nil }
      let text = String(decoding: bytes[(start + Self.head)..<end(of: start)], as: UTF8.self)
      return Identifier(IdentifierType(types[Int(number(at: start))]), text)
    }
    set {
      clear(entry)
      guard let newValue else { return }
      starts[entry] = bytes.count
      let text = newValue.value.utf8
      append(number(of: newValue.type.name))
      append(UInt32(truncatingIfNeeded: text.count))
      bytes.append(contentsOf: text)
    }
  }

  /// Leaves no trace of a name.
  private mutating func clear(_ entry: Int) {
    let start = starts[entry]
    guard start > 0 else { return }
    starts[entry] = 0
    let end = end(of: start)
    for place in start..<end { bytes[place] = 0 }
    unused += end - start
    if unused > 1 << 16, unused > bytes.count / 2 { compact() }
  }

  private mutating func compact() {
    var rest: [UInt8] = [0]
    rest.reserveCapacity(bytes.count - unused)
    for entry in starts.indices where starts[entry] > 0 {
      let start = starts[entry]
      starts[entry] = rest.count
      rest.append(contentsOf: bytes[start..<end(of: start)])
    }
    bytes = rest
    unused = 0
  }

  private func number(at place: Int) -> UInt32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }
  }

  private func end(of start: Int) -> Int { start + Self.head + Int(number(at: start + 4)) }

  private mutating func append(_ number: UInt32) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  private mutating func number(of type: String) -> UInt32 {
    if let number = numbers[type] { return number }
    let number = UInt32(truncatingIfNeeded: types.count)
    types.append(type)
    numbers[type] = number
    return number
  }

  // MARK: Keeping it

  func write(to out: RawWriter) throws {
    try out.number(types.count)
    for type in types { try out.text(type) }
    try out.array(starts)
    try out.array(bytes)
    try out.number(unused)
  }

  init() {}

  init(reading input: RawReader) throws {
    for _ in 0..<(try input.count(atMost: 1 << 20)) { types.append(try input.text()) }
    for (number, type) in types.enumerated() { numbers[type] = UInt32(number) }
    starts = try input.array(of: Int.self)
    bytes = try input.array(of: UInt8.self)
    unused = try input.number()
    for start in starts where start != 0 {
      try input.check(start > 0 && start <= bytes.count - Self.head)
      try input.check(Int(number(at: start)) < types.count && end(of: start) <= bytes.count)
    }
  }
}
