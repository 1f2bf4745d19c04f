internal import OpenkaartService

extension OpaqueNames<FrozenMember> {
  /// Marks the block of a token: of one that was never given, these bits are as good as random.
  private static var sign: UInt64 { 0x6F6B_0000_0000_0000 }

  /// The token of the member at a place of a release.
  func token(release: Int64, place: Int) -> MemberToken {
    name(Self.sign | UInt64(release), UInt64(place))
  }

  /// The release and the place in it; `nil` for a name that was never given.
  func placeOfMember(_ token: MemberToken) -> (release: Int64, place: Int)? {
    guard let (high, low) = numbers(of: token), high >> 48 == Self.sign >> 48, low < 1 << 40
    else { return nil }
    return (Int64(high & 0xFFFF_FFFF_FFFF), Int(low))
  }
}

extension ReleaseTable {
  func token(_ row: Row, _ page: Int, _ index: Int) -> MemberToken {
    tokens.token(release: row.number, place: page * Release.pageSize + index)
  }
}
