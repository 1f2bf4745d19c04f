internal import OpenkaartCore
internal import OpenkaartService

/// The keyed hashes of a store.
struct StoreHashes: Sendable {
  /// Of identifiers, to look them up.
  let identifier: KeyedHash
  /// Of sources with ids, so that a fact is kept once.
  private let idempotency: KeyedHash
  /// Of what facts and rows say, to see whether they changed.
  let content: KeyedHash
  /// Of the keys of rows in full exports.
  let row: KeyedHash
  /// Of identifiers, to know one again in a frozen list.
  let mark: KeyedHash
  /// Of members of releases.
  let tokens: OpaqueNames<FrozenMember>

  init(_ keyring: Keyring) {
    identifier = KeyedHash(key: keyring.key(for: "identifier"))
    idempotency = KeyedHash(key: keyring.key(for: "idempotency"))
    content = KeyedHash(key: keyring.key(for: "content"))
    row = KeyedHash(key: keyring.key(for: "row"))
    mark = KeyedHash(key: keyring.key(for: "mark"))
    tokens = OpaqueNames(key: keyring.key(for: "releaseMember"))
  }

  /// The key under which a fact is kept once.
  ///
  /// Those of the messages of one release lie together: as many that lie anywhere would each change a
  /// page of the table.
  func key(of id: FactID) -> Digest128 {
    guard id.source == FactID.ownSource, let token = MemberToken(parsing: id.id),
      let (release, place) = tokens.placeOfMember(token)
    else { return idempotency.hash(id.source, id.id) }
    return ReleaseKeys(release, self).key(of: id, at: place)
  }

  /// The keys of the messages of one release.
  struct ReleaseKeys {
    private let start: UInt64
    private let idempotency: KeyedHash

    init(_ release: Int64, _ hashes: StoreHashes) {
      idempotency = hashes.idempotency
      start = idempotency.hash("release", "\(release)").high & ~0xFFFF_FFFF
    }

    func key(of id: FactID, at place: Int) -> Digest128 {
      Digest128(
        high: start | UInt64(place & 0xFFFF_FFFF), low: idempotency.hash(id.source, id.id).low)
    }
  }

  /// Every key under which a fact may be known: those of releases lay apart once.
  func keys(of id: FactID) -> [Digest128] {
    let (key, once) = (key(of: id), idempotency.hash(id.source, id.id))
    return key == once ? [key] : [key, once]
  }
}
