/// Names of columns, each once: of letters, digits and `_`, so that they need no quotes anywhere.
struct SQLNames {
  /// PostgreSQL keeps 63 bytes of a name.
  private static let longest = 56
  private var taken: Set<String> = []

  /// A name out of words that come from a policy, of which the first begins with a letter.
  ///
  /// The same words in the same order give the same name.
  mutating func name(_ words: [String]) -> String {
    let name = String(words.map(Self.plain).joined(separator: "_").prefix(Self.longest))
    var (found, number) = (name, 2)
    while !taken.insert(found).inserted {
      found = "\(name)_\(number)"
      number += 1
    }
    return found
  }

  /// `carBuyers` as `car_buyers`; what is no letter or digit becomes `_`.
  private static func plain(_ word: String) -> String {
    var (plain, wasLower) = ("", false)
    for byte in word.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "A"..."Z":
        if wasLower { plain += "_" }
        plain.unicodeScalars.append(Unicode.Scalar(byte + 32))
      case "a"..."z", "0"..."9": plain.unicodeScalars.append(scalar)
      default: plain += "_"
      }
      wasLower = ("a"..."z").contains(scalar)
    }
    return plain
  }
}
