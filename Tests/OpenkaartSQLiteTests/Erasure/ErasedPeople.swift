import OpenkaartCore
import OpenkaartService

/// People of whom some are erased.
struct ErasedPeople: Sendable {
  let facts: [Fact]
  let moment = Timestamp(milliseconds: 1_790_000_000_000)
  let later = Timestamp(milliseconds: 1_795_000_000_000)
  let factsEach = 4
  /// How long their invoices are kept.
  let until = Day(number: 25_000)

  init(count: Int) {
    let moment = moment
    facts = (0..<count).flatMap { number in
      [
        Self.described(number, id: "\(number)-0", at: moment, with: []),
        Self.behaved(number, id: "\(number)-1", at: moment),
        Self.fact(
          number, id: "\(number)-2", at: moment,
          .purchased(
            Purchase(
              order: "order-\(number)",
              lines: [.init(product: "mat", productLine: "mats", priceCents: 4900)],
              saleKind: .paid, optOutOffered: true))),
        Self.fact(
          number, id: "\(number)-3", at: moment, .complained(case: "c", about: "it")),
      ]
    }
  }

  func subject(_ number: Int) -> [Identifier] { Self.subject(number) }

  static func subject(_ number: Int) -> [Identifier] {
    [
      Identifier(.customerNumber, "\(4000 + number)"),
      Identifier(.email, "person.\(number)@example.nl"),
      Identifier(.phone, "06\(12_340_000 + number)"),
    ].compactMap(\.self)
  }

  func described(
    _ number: Int, id: String, at moment: Timestamp, with more: [Identifier] = []
  ) -> Fact { Self.described(number, id: id, at: moment, with: more) }

  func behaved(_ number: Int, id: String, at moment: Timestamp) -> Fact {
    Self.behaved(number, id: id, at: moment)
  }

  private static func described(
    _ number: Int, id: String, at moment: Timestamp, with more: [Identifier]
  ) -> Fact {
    fact(
      number, id: id, at: moment,
      .described(
        Description(identifiers: more, attributes: [.init("familyName", "de Vries-\(number)")])))
  }

  private static func behaved(_ number: Int, id: String, at moment: Timestamp) -> Fact {
    fact(number, id: id, at: moment, .behaved(event: "seen", properties: []))
  }

  private static func fact(
    _ number: Int, id: String, at moment: Timestamp, _ content: FactContent
  ) -> Fact {
    Fact(
      id: FactID(source: "crm", id: id), subject: subject(number), occurredAt: moment,
      recordedAt: moment, content: content)
  }

  /// The order to erase some of them and keep their invoices.
  func order(erasing numbers: [Int]) -> ErasureOrder {
    ErasureOrder(
      .request, at: later,
      people: numbers.map { number in
        let own = facts.filter { $0.subject == subject(number) }
        let sales = own.filter { $0.content.kind == .purchased }
        return ErasureOrder.Person(
          identifiers: subject(number), facts: own.map(\.id),
          kept: Dictionary(
            uniqueKeysWithValues: sales.map {
              ($0.id, Keeping.Kept(isInvoice: true, until: until, ground: "AWR 52"))
            }))
      })
  }
}
