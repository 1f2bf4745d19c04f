/// Reads the lines of a policy file one after another; each refers to earlier ones only.
struct TrustPolicyParser {
  private typealias Words = [ArraySlice<UInt8>]

  /// More bytes are no policy but an attempt to use up memory.
  private static let mostBytes = 1 << 20
  private static let none = Name("none")

  private var line = 0
  private var logs: [VerifierKey] = []
  private var witnesses: [VerifierKey] = []
  private var members: [Name: TrustPolicy.Quorum] = [:]
  private var grouped: Set<Name> = []
  private var quorum: TrustPolicy.Quorum?

  mutating func policy(in bytes: some Collection<UInt8>) throws(FormatError) -> TrustPolicy {
    let isAllowed: (UInt8) -> Bool = { $0 == 0x09 || $0 == .newline || $0 >= .space && $0 != 0x7F }
    guard bytes.count <= Self.mostBytes, bytes.allSatisfy(isAllowed) else {
      throw FormatError(.policy, "it is too long, or has control characters in it")
    }
    var lines = LineReader(bytes)
    while let text = lines.next() {
      line = lines.line
      let words = text.split { $0 == .space || $0 == 0x09 }
      guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
      try read(String(decoding: first, as: UTF8.self), Array(words.dropFirst()))
    }
    guard lines.rest.isEmpty else { throw FormatError(.policy, "the last line has no newline") }
    guard let quorum else {
      throw FormatError(.policy, "there is no quorum line; write `quorum none` to ask no witness")
    }
    return TrustPolicy(logs: logs, witnesses: witnesses, quorum: quorum)
  }

  private mutating func read(_ keyword: String, _ words: Words) throws(FormatError) {
    switch keyword {
    case "log": try readLog(words)
    case "witness": try readWitness(words)
    case "group": try readGroup(words)
    case "quorum": try readQuorum(words)
    default: throw mistake("a line begins with log, witness, group or quorum")
    }
  }

  private mutating func readLog(_ words: Words) throws(FormatError) {
    guard (1...2).contains(words.count) else { throw mistake("it reads `log KEY [URL]`") }
    logs.append(try key(words[0], of: .ed25519, notAmong: logs))
  }

  private mutating func readWitness(_ words: Words) throws(FormatError) {
    guard (2...3).contains(words.count) else { throw mistake("it reads `witness NAME KEY [URL]`") }
    let key = try key(words[1], of: .cosignature, notAmong: witnesses)
    try define(Name(utf8: words[0]), as: .witness(key))
    witnesses.append(key)
  }

  private mutating func readGroup(_ words: Words) throws(FormatError) {
    guard words.count >= 3 else { throw mistake("it reads `group NAME all|any|NUMBER NAME…`") }
    let names = words[2...].map { Name(utf8: $0) }
    var found: [TrustPolicy.Quorum] = []
    for name in names {
      guard let member = members[name] else {
        throw mistake("no witness or group \(name) is defined above")
      }
      guard grouped.insert(name).inserted else { throw mistake("\(name) is in a group already") }
      found.append(member)
    }
    let threshold: UInt64? =
      switch String(decoding: words[1], as: UTF8.self) {
      case "all": UInt64(names.count)
      case "any": 1
      default: Decimal.number(in: words[1])
      }
    guard let threshold, (1...UInt64(names.count)).contains(threshold) else {
      throw mistake("the number of members asked for is all, any, or 1 to \(names.count)")
    }
    try define(Name(utf8: words[0]), as: .group(threshold: Int(threshold), members: found))
  }

  private mutating func readQuorum(_ words: Words) throws(FormatError) {
    guard words.count == 1 else { throw mistake("it reads `quorum NAME` or `quorum none`") }
    guard quorum == nil else { throw mistake("there is a quorum line already") }
    let name = Name(utf8: words[0])
    quorum = name == Self.none ? .group(threshold: 0, members: []) : members[name]
    guard quorum != nil else { throw mistake("no witness or group \(name) is defined above") }
  }

  private mutating func define(
    _ name: Name, as member: TrustPolicy.Quorum
  ) throws(FormatError) {
    guard name != Self.none else { throw mistake("none is not a name to give") }
    guard members.updateValue(member, forKey: name) == nil else {
      throw mistake("\(name) is defined already")
    }
  }

  private func key(
    _ text: ArraySlice<UInt8>, of type: SignatureType, notAmong others: [VerifierKey]
  ) throws(FormatError) -> VerifierKey {
    let key: VerifierKey
    do {
      key = try VerifierKey(parsing: text)
    } catch {
      throw mistake("in the key, \(error.problem)")
    }
    guard key.type == type else {
      throw mistake("the key is of type \(key.type.rawValue), \(type.rawValue) is asked here")
    }
    guard !others.contains(where: { $0.publicKey == key.publicKey }) else {
      throw mistake("the same key is listed already")
    }
    return key
  }

  private func mistake(_ problem: String) -> FormatError {
    FormatError(.policy, line: line, problem)
  }
}
