import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The records of a customer in the log, and the proof of each.
extension MeRoutes {
  var records: [Endpoint] {
    guard let published else { return [] }
    return [
      Endpoint(.get, "/me/records", .everybody, query: Self.query.union(["page"])) { call in
        try await signedIn(call) { page in
          RecordsPage(
            page: page, list: try await list(of: page, in: published),
            number: call.query["page"].flatMap { Int($0) } ?? 1
          ).response()
        }
      },
      Endpoint(.get, "/me/records/fact/{fact}", .everybody, query: Self.query) { call in
        try await signedIn(call) { page in
          let list = try await list(of: page, in: published)
          return list.number(of: call.parameters["fact"] ?? "").map {
            .seeOther("/me/records/\($0)")
          }
        }
      },
      Endpoint(.get, "/me/records/{number}", .everybody, query: Self.query) { call in
        try await signedIn(call) { try await proof(call, $0, published)?.response() }
      },
      Endpoint(.get, "/me/records/{number}/proof", .everybody, query: Self.query) { call in
        try await signedIn(call) { try await proof(call, $0, published)?.file }
      },
    ]
  }

  private func list(
    of page: MePage, in log: any ServedLog
  ) async throws -> OwnRecordList {
    OwnRecordList(try await log.records(of: page.visitor.customer), of: page.card)
  }

  /// The proof of a record of the person; of nobody else's.
  private func proof(
    _ call: Call, _ page: MePage, _ log: any ServedLog
  ) async throws -> ProofPage? {
    guard let number = EntryNumber(call.parameters["number"] ?? ""),
      let record = try await list(of: page, in: log).records.last(where: { $0.number == number })
    else { return nil }
    // Of an entry about many there may be more than one of people who were joined.
    let receipts = try await log.receipts(of: page.visitor.customer, number: number)
    let own = receipts.first { $0.record.suffix(record.said.count) == record.said[...] }
    guard let receipt = own ?? receipts.first, receipts.count == 1 || own != nil else {
      return nil
    }
    return ProofPage(
      page: page, record: record, receipt: receipt, key: try await log.logStatus.verifierKey)
  }
}
