/// Which column of days.
package enum DayColumn: Hashable, Sendable {
  case activity, purchase
  /// The last consent to a purpose.
  case consent(Int)
}
