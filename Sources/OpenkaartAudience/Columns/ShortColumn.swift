import ColumnKernels

/// A column of two bytes a row, and for each block of rows between which values they lie.
///
/// A block that lies above or below what is asked need not be read. Rows that were written again can
/// leave the bounds wider than they have to be, never narrower.
struct ShortColumn: Sendable {
  /// Which column of two bytes.
  enum Name: Hashable {
    case consents, activity, purchase, lineDay
    case lastConsents(Int)
    case sends(Int)
  }

  private(set) var values = ColumnMemory<UInt16>()
  private(set) var zones = ColumnMemory<column_zone>()

  var isEmpty: Bool { values.isEmpty }
  var byteCount: Int { values.byteCount + zones.byteCount }

  subscript(row: Int) -> UInt16 {
    get { values[row] }
    set { values[row] = newValue }
  }

  /// Makes room for 64 more rows.
  mutating func grow(by value: UInt16) {
    values.grow(by: value, count: 64)
    // Nobody is in the rows yet, so they lie between no bounds.
    if zones.count * Block.rows < values.count {
      zones.grow(by: .init(least: .max, most: 0), count: 1)
    }
  }

  /// Takes the value of a row into account; to be called when somebody was written into it.
  mutating func widen(to row: Int) {
    let value = values[row]
    let block = row / Block.rows
    let zone = zones[block]
    guard value < zone.least || value > zone.most else { return }
    zones[block] = .init(least: min(value, zone.least), most: max(value, zone.most))
  }

  /// Gives back the room that growing took beforehand.
  mutating func shrink() {
    values.shrink()
    zones.shrink()
  }

  // MARK: Keeping it

  init() {}

  init(reading input: RawReader) throws {
    values = try input.memory(of: UInt16.self)
    zones = try input.memory(of: column_zone.self)
    try input.check(zones.count == (values.count + Block.rows - 1) / Block.rows)
  }

  func write(to out: RawWriter) throws {
    try out.memory(values)
    try out.memory(zones)
  }
}
