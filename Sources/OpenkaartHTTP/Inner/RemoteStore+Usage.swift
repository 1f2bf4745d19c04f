import OpenkaartCore
public import OpenkaartService

extension RemoteStore: UsageLog {
  @discardableResult
  public func append(_ entry: UsageEntry) async throws -> EntryNumber {
    try await ask("usage/append") { entry.document(to: &$0) }.innerEntryNumber
  }

  public func append(
    _ entry: UsageEntry, about members: [UsageMember]
  ) async throws -> LoggedBatch {
    try await ask("usage/batch") { json in
      json.object { json in
        json.key("entry")
        entry.document(to: &json)
        json.key("members")
        json.inner(members)
      }
    }.innerBatch
  }

  public func entries(
    of customer: CustomerID, before number: EntryNumber?, limit: Int
  ) async throws -> [LoggedUse] {
    let answer = try await ask("usage/of") { json in
      json.object { json in
        json.key("customer")
        json.string(customer.text)
        json.key("limit")
        json.integer(limit)
        guard let number else { return }
        json.key("before")
        json.integer(number)
      }
    }
    return try answer.innerItems.map { try $0.innerUse }
  }
}
