internal import OpenkaartCore

/// Things to look at again, the first of them at hand: a binary heap.
struct DueList: Sendable {
  struct Item: Sendable {
    let at: Timestamp
    let entry: Int
  }

  private var items: [Item] = []

  /// The first that is due at `moment`, which is taken out; `nil` when none is.
  mutating func next(at moment: Timestamp) -> Item? {
    guard let first = items.first, first.at <= moment else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      sink()
    }
    return first
  }

  var count: Int { items.count }

  mutating func insert(_ item: Item) {
    items.append(item)
    var index = items.count - 1
    while index > 0, items[index].at < items[(index - 1) / 2].at {
      items.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < items.count && items[child].at < items[least].at { least = child }
      guard least != index else { return }
      items.swapAt(index, least)
      index = least
    }
  }
}
