internal import Foundation
internal import GRDB
internal import OpenkaartCore
public import OpenkaartService
internal import TransparencyLog

extension SQLiteStore: OwnRecords {
  public func records(of customer: CustomerID) async throws -> [OwnRecord] {
    guard let node = names.node(of: customer) else { return [] }
    return try await file.read { [usage, groups, opener] database in
      let members = try groups.component(of: [node], database)
      let facts = try opener.records(under: members, database)
        .map { record in
          let invoice = record.invoice.map { [LogRecord.separator] + $0 } ?? []
          return (link: record.link, origin: record.origin, said: record.document + invoice)
        }
      let uses = try usage.read(of: members, before: .max, limit: .max, database)
        .map { (link: $0.link, origin: $0.origin, said: $0.said) }
      let all = (facts + uses).sorted { $0.link.entry < $1.link.entry }
      // Rows are told apart by their places alone: a node says nothing to anybody.
      var series: [Int64: Int] = [:]
      for record in all where series[record.origin] == nil {
        series[record.origin] = series.count + 1
      }
      let leaf = try Command(database, "SELECT leaf FROM entry WHERE number = ?")
      return try all.map { record in
        leaf.bind(record.link.entry, at: 1)
        guard try leaf.step(), let entry = try? LogEntry(parsing: Array(leaf.bytes(0))) else {
          throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        leaf.reset()
        return OwnRecord(
          number: EntryNumber(record.link.entry), series: series[record.origin] ?? 0,
          running: record.link.running,
          at: Timestamp(milliseconds: Int64(entry.seconds) * 1000), said: record.said)
      }
    }
  }
}
