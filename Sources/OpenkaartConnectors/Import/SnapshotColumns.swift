internal import Crypto
internal import OpenkaartCore

/// What names a row of a full export, and what of it counts as said.
struct SnapshotColumns: Sendable {
  /// The column of the key.
  let key: Int
  /// The columns that some fact reads: a change elsewhere changes nothing.
  private let read: [Int]

  init?(_ name: String, in bound: BoundMapping) {
    guard let key = bound.index(of: name) else { return nil }
    self.key = key
    read = bound.used.sorted()
  }

  /// What the row says as a whole; `nil` when its key is empty.
  func row(_ row: TableRow, number: Int, subject: [Identifier]?) -> FedRow? {
    let name = row[key]
    guard !name.isEmpty else { return nil }
    var hash = SHA256()
    for column in read {
      var cell = Array(row[column].utf8)
      // No cell that was read holds a zero byte, so cells cannot run into each other.
      cell.append(0)
      hash.update(data: cell)
    }
    return FedRow(
      number: number, key: name, digest: Array(hash.finalize()), subject: subject ?? [])
  }
}
