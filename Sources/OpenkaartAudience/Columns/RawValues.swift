/// Writes values as they lie in memory, one after another.
///
/// Only the same program on the same kind of machine reads them again: nothing says what they are.
package struct RawWriter {
  private let put: (UnsafeRawBufferPointer) throws -> Void

  /// - Parameter put: Takes the next bytes.
  package init(_ put: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.put = put }

  package func number(_ number: Int) throws {
    try withUnsafeBytes(of: Int64(number)) { try put($0) }
  }

  /// Writes how many values there are, then the values.
  package func array<Value: BitwiseCopyable>(_ values: [Value]) throws {
    try number(values.count)
    try values.withUnsafeBytes { try put($0) }
  }

  package func text(_ text: String) throws { try array(Array(text.utf8)) }

  func memory<Value>(_ memory: ColumnMemory<Value>) throws {
    try number(memory.count)
    guard let start = memory.start else { return }
    try put(UnsafeRawBufferPointer(UnsafeBufferPointer(start: start, count: memory.count)))
  }
}

/// Reads what a ``RawWriter`` wrote.
package struct RawReader {
  private let take: (UnsafeMutableRawBufferPointer) throws -> Void

  /// What was read cannot have been written so.
  package struct Mismatch: Error {
    package init() {}
  }

  /// So many values no list has.
  private static let most = 1 << 33

  /// - Parameter take: Fills a place with the next bytes, or throws when there are fewer.
  package init(_ take: @escaping (UnsafeMutableRawBufferPointer) throws -> Void) {
    self.take = take
  }

  package func number() throws -> Int {
    var number: Int64 = 0
    try withUnsafeMutableBytes(of: &number) { try take($0) }
    return Int(number)
  }

  package func count(atMost most: Int) throws -> Int {
    let count = try number()
    guard 0...most ~= count else { throw Mismatch() }
    return count
  }

  package func array<Value: BitwiseCopyable>(
    of _: Value.Type, atMost most: Int? = nil
  ) throws -> [Value] {
    let count = try count(atMost: most ?? Self.most / MemoryLayout<Value>.stride)
    return try Array(unsafeUninitializedCapacity: count) { place, used in
      try take(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: place[..<count])))
      used = count
    }
  }

  package func text() throws -> String {
    String(decoding: try array(of: UInt8.self), as: UTF8.self)
  }

  func memory<Value>(of _: Value.Type) throws -> ColumnMemory<Value> {
    let count = try count(atMost: Self.most / MemoryLayout<Value>.stride)
    return try ColumnMemory(count: count) { try take($0) }
  }

  /// Refuses what does not fit together.
  package func check(_ fits: Bool) throws {
    guard fits else { throw Mismatch() }
  }
}
