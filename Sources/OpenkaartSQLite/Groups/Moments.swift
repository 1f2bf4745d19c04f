internal import OpenkaartCore

/// When the latest facts were recorded, by their numbers.
///
/// What is not remembered is asked of the store, and remembered a while.
struct Moments: Sendable {
  /// Those of the facts from ``first`` on; a place that no fact took holds any moment.
  private var latest: [Timestamp] = []
  private var first: Int64 = 0
  private var asked = Recent<Int64, Timestamp>(limit: 10_000)

  private static let most = 100_000

  /// Notes the moment of a fact that comes after all others.
  mutating func note(_ moment: Timestamp, of seq: Int64) {
    if latest.count >= Self.most || latest.isEmpty {
      latest.removeAll(keepingCapacity: true)
      first = seq
    }
    while first + Int64(latest.count) < seq { latest.append(moment) }
    latest.append(moment)
  }

  mutating func moment(
    of seq: Int64, asking ask: (Int64) throws -> Timestamp
  ) rethrows -> Timestamp {
    if seq >= first, seq < first + Int64(latest.count) { return latest[Int(seq - first)] }
    if let moment = asked[seq] { return moment }
    let moment = try ask(seq)
    asked[seq] = moment
    return moment
  }
}
