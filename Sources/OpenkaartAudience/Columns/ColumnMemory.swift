/// The values of a column, which stay in one place for as long as somebody has the column.
///
/// An array hands out its place only inside a closure, one array at a time; loops over a block look at
/// many columns at once. It is a value all the same: who changes it while another has it gets a copy.
struct ColumnMemory<Value: BitwiseCopyable & Sendable>: Sendable {
  private final class Piece: Sendable {
    // Written only while one alone has the piece.
    nonisolated(unsafe) let start: UnsafeMutablePointer<Value>
    let capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
      start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }
  }

  private var piece: Piece?
  private(set) var count = 0

  init() {}

  /// A column of so many values, which `fill` writes as they lie in memory.
  init(count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    guard count > 0 else { return }
    let piece = Piece(capacity: count)
    try fill(
      UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: piece.start, count: count)))
    self.piece = piece
    self.count = count
  }

  var isEmpty: Bool { count == 0 }
  var capacity: Int { piece?.capacity ?? 0 }
  var byteCount: Int { capacity * MemoryLayout<Value>.stride }

  /// Where the first value lies, for as long as somebody has the column; `nil` without any room.
  var start: UnsafePointer<Value>? { piece.map { UnsafePointer($0.start) } }

  subscript(index: Int) -> Value {
    get {
      precondition(index >= 0 && index < count, "The row is in use.")
      return piece.unsafelyUnwrapped.start[index]
    }
    set {
      precondition(index >= 0 && index < count, "The row is in use.")
      if !isKnownUniquelyReferenced(&piece) { move(to: capacity) }
      piece.unsafelyUnwrapped.start[index] = newValue
    }
  }

  /// Adds so many values.
  mutating func grow(by value: Value, count more: Int) {
    if count + more > capacity {
      move(to: max(count + more, capacity * 2))
    } else if !isKnownUniquelyReferenced(&piece) {
      move(to: capacity)
    }
    guard let piece else { return }
    (piece.start + count).update(repeating: value, count: more)
    count += more
  }

  /// Gives back the room that growing took beforehand.
  mutating func shrink() {
    if capacity > count { move(to: count) }
  }

  private mutating func move(to capacity: Int) {
    let other = Piece(capacity: capacity)
    if let piece { other.start.update(from: piece.start, count: count) }
    piece = other
  }
}
