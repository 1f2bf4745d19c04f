import Crypto
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite

/// Under which key a fact is kept once.
struct FactKeyTests {
  private let hashes = StoreHashes(Keyring())

  private func sent(_ release: Int64, _ place: Int) -> FactID {
    FactID(
      source: "openkaart", id: hashes.tokens.token(release: release, place: place).text)
  }

  @Test func `the keys of the messages of one release stand in the order of its list`() {
    let keys = (0..<1_000).map { hashes.key(of: sent(1, $0)) }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
    #expect(keys.allSatisfy { $0.high >> 32 == keys[0].high >> 32 })
    #expect(hashes.key(of: sent(2, 0)).high >> 32 != keys[0].high >> 32)
  }

  @Test func `a key is the same whether the place is known or read from the token`() {
    let keys = StoreHashes.ReleaseKeys(7, hashes)
    for place in [0, 499, 500, 70_000_000] {
      #expect(keys.key(of: sent(7, place), at: place) == hashes.key(of: sent(7, place)))
    }
  }

  @Test func `of a message of a release the key is forgotten that it had in older stores too`() {
    let other = FactID(source: "crm", id: sent(1, 1).id)
    #expect(hashes.keys(of: other) == [hashes.key(of: other)])
    #expect(hashes.keys(of: sent(1, 1)).count == 2)
    let reservation = FactID(source: "openkaart", id: ReservationID.random().text)
    #expect(hashes.keys(of: reservation).count == 1)
  }
}
