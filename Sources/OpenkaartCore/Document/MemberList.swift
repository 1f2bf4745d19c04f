/// The members of one object while it is read: refuses a key that is already there.
///
/// Few keys are compared one by one; from the seventeenth on a set takes over, so that an object
/// of a million keys costs no million squared.
package struct MemberList {
  package private(set) var members: [Node.Member] = []
  private var keys: Set<String> = []

  package init() {
    members.reserveCapacity(12)
  }

  package func contains(_ key: String) -> Bool {
    guard members.count <= 16 else { return keys.contains(key) }
    return members.contains { $0.key == key }
  }

  /// Adds a member whose key the caller has checked with ``contains(_:)``.
  package mutating func append(_ member: consuming Node.Member) {
    if members.count > 16 { keys.insert(member.key) }
    members.append(member)
    if members.count == 17 { keys = Set(members.map(\.key)) }
  }
}
