/// A small generator of random numbers that gives the same numbers for the same seed everywhere.
///
/// - SeeAlso: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
final class SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension SplitMix64 {
  func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  func pick<Item>(_ items: [Item]) -> Item { items[number(0...(items.count - 1))] }

  /// The item with this chance, else nothing.
  func maybe<Item>(_ percent: Int, _ item: @autoclosure () -> Item) -> Item? {
    chance(percent) ? item() : nil
  }

  /// Each item with this chance, in the order given.
  func some<Item>(_ items: [Item], _ percent: Int) -> [Item] {
    var chosen: [Item] = []
    for item in items where chance(percent) { chosen.append(item) }
    return chosen
  }

  func shuffled<Item>(_ items: [Item]) -> [Item] {
    var rest = items
    var shuffled: [Item] = []
    while !rest.isEmpty { shuffled.append(rest.remove(at: number(0...(rest.count - 1)))) }
    return shuffled
  }
}
