/// Cells, each once and sorted, as they stand in the file of keys.
struct DistinctCells: Sendable {
  private(set) var names: [CellName] = []
  /// For each cell that was given, in that order, where it stands among ``names``.
  let places: [Int]

  init(_ given: [CellName]) {
    var places = Array(repeating: 0, count: given.count)
    names.reserveCapacity(given.count)
    for index in given.indices.sorted(by: { given[$0] < given[$1] }) {
      if names.last != given[index] { names.append(given[index]) }
      places[index] = names.count - 1
    }
    self.places = places
  }
}
