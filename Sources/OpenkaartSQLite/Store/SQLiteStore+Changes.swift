internal import GRDB
public import OpenkaartCore
public import OpenkaartService

/// What came in since somebody looked.
extension SQLiteStore {
  public var mark: StoreMark { get async throws { try await file.read { try Self.mark($0) } } }

  private static func mark(_ database: Database) throws -> StoreMark {
    StoreMark(
      facts: Int(try Tally(database).facts),
      last: try Int64.fetchOne(database, sql: "SELECT max(seq) FROM fact") ?? 0)
  }

  /// So many groups are read at once, so that whoever writes the journal need not wait for long.
  private static let groupsAtOnce = 128

  public func changes(
    since mark: StoreMark, atMost most: Int, _ body: @Sendable (FactGroup) async throws -> Void
  ) async throws -> StoreMark? {
    let found = try await file.read { database -> (now: StoreMark, origins: [Int64])? in
      let now = try Self.mark(database)
      if now == mark { return (now, []) }
      let count =
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM fact WHERE seq > ?", arguments: [mark.last]) ?? 0
      // With fewer than came in something went that was there.
      guard now.facts == mark.facts + count, count <= most else { return nil }
      let origins = try Int64.fetchAll(
        database, sql: "SELECT DISTINCT origin FROM fact WHERE seq > ? ORDER BY origin",
        arguments: [mark.last])
      return (StoreMark(facts: now.facts, last: max(now.last, mark.last)), origins)
    }
    guard let found else { return nil }
    var seen: Set<Int64> = []
    var rest = found.origins[...]
    while !rest.isEmpty {
      let some = rest.prefix(Self.groupsAtOnce)
      rest = rest.dropFirst(some.count)
      let (read, members) = try await file.read { [groups, seen] database in
        var (read, members) = ([FactGroup](), Set<Int64>())
        for origin in some where !seen.contains(origin) && !members.contains(origin) {
          let component = try groups.component(of: [origin], database)
          members.formUnion(component)
          read.append(try groups.group(of: component, database).group)
        }
        return (read, members)
      }
      seen.formUnion(members)
      for group in read { try await body(group) }
    }
    return found.now
  }
}
