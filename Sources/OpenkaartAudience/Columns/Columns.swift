public import OpenkaartCore

/// Everybody, as columns: what decides about a person in a few tens of bytes.
///
/// A person has a row. It is written whole from the person's `Outline` and written again when a
/// fact is added, so it never differs from what a rebuild would write. The columns answer for every
/// moment from ``since`` on.
public struct Columns: Sendable {
  public let layout: Layout
  /// The rows in use and free.
  public internal(set) var count = 0
  /// The latest moment at which a row was written.
  public internal(set) var since: Timestamp
  /// The hour from which hours are counted.
  var firstHour: Int64

  /// What the caller knows the row by.
  var keys = ColumnMemory<UInt32>()
  /// Per pair of purpose and channel: see ``Cell``.
  var consents: [ShortColumn]
  /// The standings that cells number.
  var standings: [Outline.Standing] = [.isMissing, []]
  var activity = ShortColumn()
  var purchase = ShortColumn()
  var lastConsents: [ShortColumn]
  /// The product line bought last, from 1; 0 is none.
  var line = ColumnMemory<UInt8>()
  var lineDay = ShortColumn()
  /// Per count of messages the hour of the send from which it is reached, plus one.
  var sends: [ShortColumn]
  /// Columns of bits; an empty one has no bit set.
  var bits: [ColumnMemory<UInt64>]
  /// The other product lines of those who bought several.
  var otherLines: [UInt32: [LineDay]] = [:]
  var free: [Int] = []

  struct LineDay: Hashable, Sendable {
    let line: UInt8
    let day: UInt16
  }

  /// Makes columns for the people of a policy, from `moment` on.
  public init(_ layout: Layout, since moment: Timestamp) {
    self.layout = layout
    since = moment
    let longest = layout.form.counts.map(\.window).max() ?? 0
    firstHour = Self.hour(of: moment) - longest / Cell.hour - 48
    consents = Array(repeating: ShortColumn(), count: layout.form.pairs.count)
    lastConsents = Array(
      repeating: ShortColumn(), count: layout.purposesWithConsentDay.count)
    sends = Array(repeating: ShortColumn(), count: layout.form.counts.count)
    bits = Array(repeating: ColumnMemory(), count: layout.bitColumnCount)
  }

  static func hour(of moment: Timestamp) -> Int64 {
    let (hours, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: Cell.hour)
    return rest < 0 ? hours - 1 : hours
  }

  /// A column of two bytes; `consent` is the number of the pair that is asked about.
  func column(_ values: ShortColumn.Name, consent: Int) -> ShortColumn {
    switch values {
    case .consents: consents[consent]
    case .activity: activity
    case .purchase: purchase
    case .lineDay: lineDay
    case .lastConsents(let index): lastConsents[index]
    case .sends(let index): sends[index]
    }
  }

  /// Columns of nobody with room for everything: a question made against them counts on every value.
  static func unfilled(_ layout: Layout, at moment: Timestamp) -> Columns {
    var columns = Columns(layout, since: moment)
    columns.standings += (0..<UInt32.bitWidth).map { .init(rawValue: 1 << UInt32($0)) }
    columns.grow()
    for index in columns.bits.indices { columns.bits[index].grow(by: 0, count: 1) }
    return columns
  }

  /// The key of a row.
  public func key(of row: Int) -> UInt32 { keys[row] }

  /// How many people there are.
  public var people: Int { count - free.count }
}

// MARK: - Writing rows

extension Columns {
  /// Adds a person.
  ///
  /// - Parameters:
  ///   - profile: The person as known at `moment`.
  ///   - key: What the caller knows the person by.
  ///   - moment: From when the row counts; never before ``since``.
  /// - Returns: The row.
  public mutating func add(_ profile: Profile, key: UInt32, at moment: Timestamp) -> Int {
    add(layout.gate.outline(of: profile, at: moment, in: layout.form), key: key, at: moment)
  }

  /// Adds somebody whom no row can tell: every question leaves them open.
  public mutating func addApart(key: UInt32, at moment: Timestamp) -> Int {
    add(nil, key: key, at: moment)
  }

  /// Adds a person of whom there is an outline; `nil` is somebody whom none can tell.
  package mutating func add(_ outline: Outline?, key: UInt32, at moment: Timestamp) -> Int {
    let row: Int
    if let last = free.popLast() {
      row = last
    } else {
      row = count
      count += 1
      if count > keys.count { grow() }
    }
    keys[row] = key
    write(outline, in: row, at: moment)
    return row
  }

  /// Writes a person's row again, after facts were added.
  public mutating func replace(_ row: Int, with profile: Profile, at moment: Timestamp) {
    write(layout.gate.outline(of: profile, at: moment, in: layout.form), in: row, at: moment)
  }

  /// Leaves a row to somebody else: the person was joined with another, or erased.
  public mutating func remove(_ row: Int) {
    clear(row)
    keys[row] = 0
    free.append(row)
  }

  /// Makes room for 64 more rows: what loops over columns sees whole words.
  private mutating func grow() {
    keys.grow(by: 0, count: 64)
    for index in consents.indices { consents[index].grow(by: Cell.missing) }
    for index in lastConsents.indices { lastConsents[index].grow(by: Cell.noDay) }
    for index in sends.indices { sends[index].grow(by: Cell.notReached) }
    activity.grow(by: Cell.noDay)
    if layout.keepsPurchaseDay { purchase.grow(by: Cell.noDay) }
    if !layout.form.lines.isEmpty {
      line.grow(by: Cell.noLine, count: 64)
      lineDay.grow(by: 0)
    }
    for index in bits.indices where !bits[index].isEmpty {
      bits[index].grow(by: 0, count: 1)
    }
  }

  private mutating func clear(_ row: Int) {
    for index in consents.indices { consents[index][row] = Cell.missing }
    for index in lastConsents.indices { lastConsents[index][row] = Cell.noDay }
    for index in sends.indices { sends[index][row] = Cell.notReached }
    activity[row] = Cell.noDay
    if !purchase.isEmpty { purchase[row] = Cell.noDay }
    if !line.isEmpty {
      line[row] = Cell.noLine
      lineDay[row] = 0
    }
    for index in bits.indices where !bits[index].isEmpty {
      bits[index][row >> 6] &= ~(1 << UInt64(row & 63))
    }
    if !otherLines.isEmpty { otherLines[UInt32(row)] = nil }
  }

  private mutating func set(_ column: Layout.BitColumn, in row: Int) {
    guard let index = layout.index(of: column) else { return }
    if bits[index].isEmpty { bits[index].grow(by: 0, count: keys.count / 64) }
    bits[index][row >> 6] |= 1 << UInt64(row & 63)
  }

  /// Lets every block know of the values of a row that is in use.
  private mutating func widen(to row: Int) {
    for index in consents.indices { consents[index].widen(to: row) }
    for index in lastConsents.indices { lastConsents[index].widen(to: row) }
    for index in sends.indices { sends[index].widen(to: row) }
    activity.widen(to: row)
    if !purchase.isEmpty { purchase.widen(to: row) }
    if !lineDay.isEmpty { lineDay.widen(to: row) }
  }

  private mutating func write(_ outline: Outline?, in row: Int, at moment: Timestamp) {
    defer { widen(to: row) }
    clear(row)
    since = max(since, moment)
    set(.isTaken, in: row)
    guard let outline, writeMoments(outline, in: row) else {
      clear(row)
      set(.isTaken, in: row)
      set(.isApart, in: row)
      return
    }
    for (index, consent) in outline.consents.enumerated() {
      consents[index][row] = cell(consent)
    }
    var marks = outline.marks.rawValue
    while marks != 0 {
      set(.mark(.init(rawValue: 1 << UInt32(marks.trailingZeroBitCount))), in: row)
      marks &= marks - 1
    }
    for (channel, reach) in zip(layout.form.channels, outline.reach) {
      var rest = reach.rawValue
      while rest != 0 {
        set(.reach(.init(rawValue: 1 << UInt8(rest.trailingZeroBitCount)), channel), in: row)
        rest &= rest - 1
      }
    }
    for topic in outline.unwantedTopics {
      if let index = layout.form.topics.firstIndex(of: topic) {
        set(.unwantedTopic(index), in: row)
      }
    }
  }

  /// Writes what has a moment; false if one is out of the range of its column.
  private mutating func writeMoments(_ outline: Outline, in row: Int) -> Bool {
    let zone = layout.gate.zone
    func day(_ moment: Timestamp?) -> UInt16? {
      moment.map { Cell.day($0, in: zone) } ?? Cell.noDay
    }
    guard let active = day(outline.lastActivity), let bought = day(outline.lastPurchase) else {
      return false
    }
    activity[row] = active
    if layout.keepsPurchaseDay { purchase[row] = bought }
    for (index, moment) in outline.lastConsents.enumerated() where index < lastConsents.count {
      guard let last = day(moment) else { return false }
      lastConsents[index][row] = last
    }
    for (index, moment) in outline.sends.enumerated() {
      guard let moment else { continue }
      guard let hour = UInt16(exactly: Self.hour(of: moment) - firstHour + 1), hour > 0 else {
        return false
      }
      sends[index][row] = hour
    }
    return writeLines(outline.bought, in: row)
  }

  private mutating func writeLines(_ bought: [Outline.Purchase], in row: Int) -> Bool {
    var others: [LineDay] = []
    for (index, purchase) in bought.enumerated() {
      guard let place = layout.form.lines.firstIndex(of: purchase.line),
        let number = UInt8(exactly: place + 1),
        let day = Cell.day(purchase.at, in: layout.gate.zone)
      else { return false }
      if index == 0 {
        line[row] = number
        lineDay[row] = day
      } else {
        others.append(LineDay(line: number, day: day))
      }
    }
    if !others.isEmpty {
      set(.boughtMore, in: row)
      otherLines[UInt32(row)] = others
    }
    return true
  }

  private mutating func cell(_ consent: Outline.Consent) -> UInt16 {
    switch consent {
    case .open: return Cell.open
    case .settled(.isMissing): return Cell.missing
    case .settled(let standing):
      let known = standings.indices.first {
        $0 != Int(Cell.open) && standings[$0] == standing
      }
      if let known { return UInt16(known) }
      guard standings.count < Int(Cell.firstDay) else { return Cell.open }
      standings.append(standing)
      return UInt16(standings.count - 1)
    case .given(let moment, let isOnly):
      guard let day = Cell.day(moment, in: layout.gate.zone),
        (Cell.firstDay...Cell.dayMask).contains(day)
      else { return Cell.open }
      return isOnly ? day : day | Cell.hasMore
    }
  }
}

// MARK: - Memory

extension Columns {
  /// The bytes that the columns take.
  public var byteCount: Int {
    var total = keys.byteCount + line.byteCount + otherLines.capacity * 16
    for column in consents + lastConsents + sends + [activity, purchase, lineDay] {
      total += column.byteCount
    }
    for column in bits { total += column.byteCount }
    return total + otherLines.values.reduce(0) { $0 + $1.capacity * 4 + 32 }
  }

  /// Gives back the room that growing took beforehand; for whoever has read everybody.
  public mutating func shrink() {
    keys.shrink()
    line.shrink()
    for index in consents.indices { consents[index].shrink() }
    for index in lastConsents.indices { lastConsents[index].shrink() }
    for index in sends.indices { sends[index].shrink() }
    for index in bits.indices { bits[index].shrink() }
    activity.shrink()
    purchase.shrink()
    lineDay.shrink()
  }
}
