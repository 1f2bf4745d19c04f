import OpenkaartAudience
import OpenkaartCore
import Testing

@testable import OpenkaartService

/// What the columns are kept with: hashes, names, an index.
struct ColumnPartsTests {
  @Test(arguments: [
    (0, 0x726f_db47_dd0e_0e31 as UInt64), (1, 0x74f8_39c5_93dc_67fd), (8, 0x93f5_f579_9a93_2462),
    (15, 0xa129_ca61_49be_45e5),
  ])
  func `a text has the hash of the paper`(count: Int, expected: UInt64) {
    let hash = TextHash(first: 0x0706_0504_0302_0100, last: 0x0f0e_0d0c_0b0a_0908)
    #expect((0..<UInt8(count)).map(\.self).withUnsafeBufferPointer { hash.hash($0) } == expected)
  }

  @Test func `type and value of an identifier do not run into each other`() throws {
    let hash = TextHash()
    let one = try #require(Identifier(IdentifierType("ab"), "c"))
    let other = try #require(Identifier(IdentifierType("a"), "bc"))
    #expect(hash.hash(one) != hash.hash(other))
    #expect(hash.hash(one) != TextHash().hash(one))
  }

  private static func name(_ number: Int) -> Identifier? {
    Identifier(number % 3 == 0 ? .email : .customerNumber, "n\(number)@example.nl")
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `an index finds what a plain list finds`(seed: UInt64) throws {
    var random = Random(seed)
    var index = EntryIndex()
    var plain: [Identifier: Set<UInt32>] = [:]
    for _ in 0..<5_000 {
      let some = Set((0..<random.number(3) + 1).compactMap { _ in Self.name(random.number(700)) })
      let entry = UInt32(random.number(random.number(2) == 0 ? 5 : 900))
      if random.number(3) == 0 {
        index.remove(some, entry)
        for identifier in some { plain[identifier]?.remove(entry) }
      } else {
        index.add(some, entry)
        for identifier in some { plain[identifier, default: []].insert(entry) }
      }
      let asked = Set([Self.name(random.number(700))].compactMap(\.self))
      let expected = asked.flatMap { plain[$0] ?? [] }.sorted()
      #expect(index.entries(of: asked) == expected)
    }
    let back = try Self.copied(index.write) { try EntryIndex(reading: $0) }
    for number in 0..<700 {
      let asked = Set([Self.name(number)].compactMap(\.self))
      #expect(back.entries(of: asked) == index.entries(of: asked))
    }
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func `names are what was written last, also after a copy`(seed: UInt64) throws {
    var random = Random(seed)
    var table = NameTable()
    var plain: [Identifier?] = []
    for step in 0..<20_000 {
      if plain.isEmpty || random.number(20) == 0 {
        table.append()
        plain.append(nil)
      }
      let entry = random.number(plain.count)
      let name = random.number(4) == 0 ? nil : Self.name(random.number(100_000))
      table[entry] = name
      plain[entry] = name
      if step % 1_000 == 0 { #expect(plain.indices.allSatisfy { table[$0] == plain[$0] }) }
    }
    let back = try Self.copied(table.write) { try NameTable(reading: $0) }
    #expect(plain.indices.allSatisfy { back[$0] == plain[$0] })
    #expect(Self.size(table.write) < plain.count * 200 + (1 << 18), "what is unused is given back")
  }

  @Test func `what facts show is counted once for all who are alike`() throws {
    let subject = [Identifier(.email, "a@example.nl")].compactMap(\.self)
    func fact(_ id: Int, _ content: FactContent) -> Fact {
      Fact(
        id: FactID(source: "s", id: "\(id)"), subject: subject, occurredAt: .distantPast,
        recordedAt: .distantPast, content: content)
    }
    let sale = fact(1, .purchased(Purchase(order: "o", lines: [])))
    let yes = fact(2, .consented(Consent(purpose: "offers", channel: .email)))
    let seen = fact(3, .behaved(event: "seen", properties: []))
    var table = EvidenceTable()
    for entry in 0..<100 {
      table.append()
      table.set(entry, to: entry % 2 == 0 ? [sale, yes, seen] : [seen, seen])
    }
    table.set(0, to: [])
    let back = try Self.copied(table.write) { try EvidenceTable(reading: $0) }
    for table in [table, back] {
      var gaps = EvidenceGaps()
      for (kind, count) in table.total { gaps.note(kind, times: count) }
      #expect(gaps.consents == 49 && gaps.claimedConsents == 49 && gaps.purchases == 49)
      #expect(gaps.purchasesWithoutSaleKind == 49 && gaps.purchasesWithoutPoint == 0)
      #expect(table.total.reduce(0) { $0 + $1.count } == 49 * 3 + 50 * 2)
    }
  }

  // MARK: Bytes

  private static func bytes(_ write: (RawWriter) throws -> Void) throws -> [UInt8] {
    let kept = Tally<[UInt8]>([])
    try write(RawWriter { piece in kept.change { $0.append(contentsOf: piece) } })
    return kept.value
  }

  private static func size(_ write: (RawWriter) throws -> Void) -> Int {
    (try? bytes(write).count) ?? .max
  }

  private static func copied<Value>(
    _ write: (RawWriter) throws -> Void, _ read: (RawReader) throws -> Value
  ) throws -> Value {
    let rest = Tally(try bytes(write)[...])
    let value = try read(
      RawReader { place in
        rest.change { rest in
          place.copyBytes(from: rest.prefix(place.count))
          rest = rest.dropFirst(place.count)
        }
      })
    #expect(rest.value.isEmpty)
    return value
  }

  private struct Random {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &+ 1 }

    mutating func number(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }
}
