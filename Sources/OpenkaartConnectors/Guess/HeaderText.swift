/// The name of a column as plain words: `MailingPostalCode`, `postal_code` and `Post-code` are alike.
struct HeaderText: Hashable {
  let words: [String]

  init(_ header: String) {
    var words: [String] = []
    var word = ""
    var before: Character?
    func end() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for character in header {
      if character.isLetter || character.isNumber {
        // A capital after a small letter begins a word: `postalCode`.
        if character.isUppercase, let before, before.isLowercase { end() }
        word += Self.plain(character)
      } else {
        end()
      }
      before = character
    }
    end()
    self.words = Self.joined(words)
  }

  var text: String { words.joined(separator: " ") }

  /// Whether these words stand in it, one after another.
  func contains(_ phrase: String) -> Bool {
    let sought = phrase.split(separator: " ").map(String.init)
    guard !sought.isEmpty, words.count >= sought.count else { return false }
    return (0...(words.count - sought.count)).contains { start in
      words[start..<(start + sought.count)].elementsEqual(sought)
    }
  }

  func containsAny(_ phrases: [String]) -> Bool { phrases.contains { contains($0) } }

  /// Small letters without the marks on them.
  private static func plain(_ character: Character) -> String {
    let folded = "àáâäãåçèéêëìíîïñòóôöõùúûüý".firstIndex(of: Character(character.lowercased()))
    guard let folded else { return character.lowercased() }
    let letters = "aaaaaaceeeeiiiinooooouuuuy"
    let offset = "àáâäãåçèéêëìíîïñòóôöõùúûüý".distance(
      from: "àáâäãåçèéêëìíîïñòóôöõùúûüý".startIndex, to: folded)
    return String(letters[letters.index(letters.startIndex, offsetBy: offset)])
  }

  /// Words that are written as one or as two.
  private static func joined(_ words: [String]) -> [String] {
    let pairs: [String: String] = [
      "e mail": "email", "post code": "postcode", "zip code": "zip", "last name": "lastname",
      "first name": "firstname", "middle name": "middlename", "birth date": "birthdate",
      "opt in": "optin", "opt out": "optout", "opted in": "optin", "opted out": "optout",
      "mail adres": "mailadres", "time zone": "timezone", "line item": "lineitem",
      "street name": "streetname", "order nummer": "ordernummer", "klant nummer": "klantnummer",
      "geboorte datum": "geboortedatum", "huis nummer": "huisnummer", "post code2": "postcode",
      "double optin": "optin", "black listed": "blacklisted", "sub scribed": "subscribed",
    ]
    var result: [String] = []
    for word in words {
      if let last = result.last, let pair = pairs[last + " " + word] {
        result[result.count - 1] = pair
      } else {
        result.append(word)
      }
    }
    return result
  }
}
