package import OpenkaartCore

/// What is asked of every row of a block at once.
package indirect enum Test: Hashable, Sendable {
  case constant(Bool)
  case not(Test)
  case all([Test])
  case any([Test])
  /// A column of bits.
  case bit(Int)
  case consent(ConsentTest)
  /// A column of days has a day before this one; a row without a day has not.
  case before(UInt16, in: DayColumn)
  /// One of these lines was bought on this day or after it.
  case bought(lines: [UInt8], from: UInt16)
  /// A number of messages is reached by a send in this hour or after it.
  case sent(count: Int, from: UInt16)
  /// The same in just this hour: whether the send counts lies within it.
  case sentWithin(count: Int, hour: UInt16)
  /// A basis carries the use.
  case carried(LegalBasis)
}

/// What a column of consents is asked.
package struct ConsentTest: Hashable, Sendable {
  /// A bit for each standing that answers yes.
  package var standings: UInt64
  /// Whether a consent that holds answers yes.
  package var holding: Bool
  /// Whether one that is the only word and has ended does.
  package var ended: Bool
}
