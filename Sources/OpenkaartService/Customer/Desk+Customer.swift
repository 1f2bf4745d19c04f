public import OpenkaartCore

extension Desk {
  /// The name by which facts of the customer's page are known.
  public static let customerPage = "customerPage"

  /// What a customer sees of themself, and of nobody else.
  ///
  /// - Parameters:
  ///   - visitor: Who is in.
  ///   - kind: What is written down of the look.
  /// - Returns: Their card; `nil` when nothing is known of them any more.
  /// - Throws: What keeps it from being read, or the look from being written down.
  public func ownCard(
    of visitor: Reception.Visitor, as kind: UsageEntry.Kind = .ownPage
  ) async throws -> CustomerCard? {
    try await card(
      of: visitor.customer, about: [visitor.identifier], by: Reception.door, as: kind)
  }

  /// Takes in what a customer says on their page; it holds when this returns.
  ///
  /// It passes the same reading as any fact, so nothing gets in that would be refused elsewhere.
  ///
  /// - Throws: `DocumentError` when it cannot be taken in, ``StoreError`` when nothing can.
  public func tell(_ contents: [FactContent], by visitor: Reception.Visitor) async throws {
    let now = clock()
    let documents = try contents.enumerated().map { place, content in
      // A millisecond apart, the last one now: a confirmation has to come after its consent.
      let at = now.advanced(by: Int64(place - contents.count + 1))
      let fact = Fact(
        id: FactID(source: Self.customerPage, id: CustomerID.random().text),
        subject: [visitor.identifier], occurredAt: at, recordedAt: now, content: content)
      var json = JSONWriter()
      json.beginObject()
      fact.statement(to: &json)
      json.endObject()
      return try JSONReader.node(in: json.bytes)
    }
    for receipt in try await take(documents) {
      if case .refused(let error) = receipt { throw error }
    }
  }
}
