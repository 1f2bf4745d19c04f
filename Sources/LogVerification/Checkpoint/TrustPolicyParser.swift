/// Reads the lines of a policy file one after another; each refers to earlier ones only.
struct TrustPolicyParser {
  private typealias Words = [ArraySlice<UInt8>]

  /// More bytes are no policy but an attempt to use up memory.
  private static let mostBytes = 1 << 20
  private static let none = "none"

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
    switch (keyword, words.count) {
    case ("log", 1...2):
      logs.append(try key(words[0], of: .ed25519, notAmong: logs))
    case ("witness", 2...3):
      witnesses.append(try key(words[1], of: .cosignature, notAmong: witnesses))
      try define(words[0], as: .witness(witnesses[witnesses.count - 1]))
    case ("group", 3...):
      try define(words[0], as: group(of: words[1], words[2...]))
    case ("quorum", 1):
      guard quorum == nil else { throw mistake("there is a quorum line already") }
      quorum = try words[0].elementsEqual(Self.none.utf8) ? .none : member(words[0])
    default:
      throw mistake(
        "it reads `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|NUMBER NAME…` or "
          + "`quorum NAME`")
    }
  }

  private mutating func group(
    of number: ArraySlice<UInt8>, _ names: Words.SubSequence
  ) throws(FormatError) -> TrustPolicy.Quorum {
    var found: [TrustPolicy.Quorum] = []
    for name in names {
      found.append(try member(name))
      guard grouped.insert(Name(utf8: name)).inserted else {
        throw mistake("\(Name(utf8: name)) is in a group already")
      }
    }
    let threshold: UInt64? =
      switch String(decoding: number, as: UTF8.self) {
      case "all": UInt64(names.count)
      case "any": 1
      default: Decimal.number(in: number)
      }
    guard let threshold, (1...UInt64(names.count)).contains(threshold) else {
      throw mistake("the number of members asked for is all, any, or 1 to \(names.count)")
    }
    return .group(threshold: Int(threshold), members: found)
  }

  private func member(_ name: ArraySlice<UInt8>) throws(FormatError) -> TrustPolicy.Quorum {
    guard let member = members[Name(utf8: name)] else {
      throw mistake("no witness or group \(Name(utf8: name)) is defined above")
    }
    return member
  }

  private mutating func define(
    _ name: ArraySlice<UInt8>, as member: TrustPolicy.Quorum
  ) throws(FormatError) {
    guard !name.elementsEqual(Self.none.utf8) else { throw mistake("none is not a name to give") }
    guard members.updateValue(member, forKey: Name(utf8: name)) == nil else {
      throw mistake("\(Name(utf8: name)) is defined already")
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
