import OpenkaartCore

/// How consent is written in two bytes.
///
/// Below ``firstDay`` it is the number of a standing in ``Columns/standings``. From there on it is the
/// day of the consent that holds, counted from 1 January 1970 in the controller's zone: consents end
/// at the end of a day, so the day says all. The highest bit says that there are other words too.
package enum Cell {
  package static let missing: UInt16 = 0
  package static let open: UInt16 = 1
  package static let firstDay: UInt16 = 64
  package static let dayMask: UInt16 = 0x7FFF
  package static let hasMore: UInt16 = 0x8000

  /// The number of a day in a column of days; `nil` before 1970 and after 2149.
  static func day(_ moment: Timestamp, in zone: ZoneRules) -> UInt16? {
    let number = zone.day(of: moment).number
    return number >= 0 && number < Int32(noDay) ? UInt16(number) : nil
  }

  /// In a column of days: there was none.
  package static let noDay = UInt16.max
  /// In a column of lines: nothing was bought.
  static let noLine: UInt8 = 0
  /// In a column of hours: the number of messages is not reached.
  static let notReached: UInt16 = 0

  static let hour: Int64 = 3_600_000
}
