/// Values that stand in the place of an identifier and name nobody, or nobody in particular.
///
/// The words are those that Segment and PostHog found in the data of many companies, and what Dutch
/// systems and people write into a field that must be filled.
extension Identifier {
  /// Whether it never links people: a value that stands for nobody, or the address of a role.
  public var isBlocked: Bool {
    if Self.standsForNobody(value) || Self.isFiller(value) { return true }
    guard type == .email, let mailbox = Self.mailbox(of: value) else { return false }
    return Placeholders.mailboxes.contains(mailbox)
      || Placeholders.roles.contains(mailbox) && value.utf8.contains(UInt8(ascii: "@"))
  }

  /// Whether the value stands for nobody: `n.v.t.`, `null`, `0000000000`, `geen@geen.nl`.
  ///
  /// A fact is read as if such a value had not been written: see ``FactReader``.
  public var isPlaceholder: Bool {
    Self.standsForNobody(value) || Self.isFiller(value)
      || type == .email && Self.mailbox(of: value).map(Placeholders.mailboxes.contains) ?? false
  }

  /// Whether it is the address of a role, such as `info@`, which many people read and write from.
  ///
  /// It is a place to reach somebody; it does not say who they are.
  public var isRoleAddress: Bool {
    type == .email && value.utf8.contains(UInt8(ascii: "@"))
      && Self.mailbox(of: value).map(Placeholders.roles.contains) ?? false
  }

  /// Whether a text stands for nobody, whatever type of identifier it should be.
  package static func standsForNobody(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    // Most values end here: they begin with a digit, or are an address.
    if 0x31...0x39 ~= first || text.utf8.contains(UInt8(ascii: "@")) { return false }
    if first == UInt8(ascii: "+"), text.utf8.dropFirst().first.map({ 0x31...0x39 ~= $0 }) ?? false {
      return false
    }
    let word = unquoted(text.utf8)
    if word.allSatisfy({ !isWordly($0) || $0 == UInt8(ascii: "0") }) { return true }
    // No word is longer.
    return word.count <= 20
      && Placeholders.words.contains(String(decoding: word, as: UTF8.self).lowercased())
  }

  /// Whether a byte belongs to a letter or digit, in whatever script.
  private static func isWordly(_ byte: UInt8) -> Bool {
    byte >= 0x80 || 0x30...0x39 ~= byte || 0x41...0x5A ~= byte & 0xDF
  }

  /// The text within one pair of quotes, if all of it is quoted.
  private static func unquoted(_ text: String.UTF8View) -> Substring.UTF8View {
    guard text.count >= 2, let mark = text.first, mark == text.last,
      mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'")
    else { return text[...] }
    return text.dropFirst().dropLast()
  }

  /// Whether a key was held down until the field was full: `99999999`, or `0611111111` as it reads
  /// with a country code.
  private static func isFiller(_ text: String) -> Bool {
    let bytes = text.utf8
    guard 8...16 ~= bytes.count, let digit = bytes.last, 0x30...0x39 ~= digit,
      bytes.suffix(8).allSatisfy({ $0 == digit })
    else { return false }
    let before = bytes.dropLast(8)
    if before.allSatisfy({ $0 == digit }) { return true }
    return before.first == UInt8(ascii: "+")
      && (before.count <= 4 || before.dropFirst().allSatisfy { $0 == digit })
  }

  /// What stands before the `@`, without a `+tag` and without marks between the words; `nil` when
  /// it is longer than any word.
  private static func mailbox(of address: String) -> String? {
    var mailbox: [UInt8] = []
    mailbox.reserveCapacity(Placeholders.longestMailbox)
    for byte in address.utf8 {
      if byte == UInt8(ascii: "@") || byte == UInt8(ascii: "+") { break }
      let isMark =
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      if isMark { continue }
      guard mailbox.count < Placeholders.longestMailbox else { return nil }
      mailbox.append(byte)
    }
    return String(decoding: mailbox, as: UTF8.self)
  }
}

/// The words, in small letters.
private enum Placeholders {
  static let words: Set<String> = [
    // Segment: its suggestions, and the test values it names; zeros and dashes are any number of them.
    "-1", "null", "anonymous", "void", "abc123",
    // PostHog.
    "guest", "distinctid", "distinct_id", "id", "not_authenticated", "email", "undefined", "true",
    "false", "[object object]", "nan", "none", "0",
    // Spreadsheets and databases.
    "n/a", "#n/a", "na", "n.a.", "n.a", "nil", "(null)", "(none)", "(blank)", "unknown", "test",
    // Dutch systems.
    "n.v.t.", "n.v.t", "nvt", "nvt.", "onbekend", "geen", "leeg", "anoniem", "geen email",
    "geen e-mail", "geen telefoon", "niet bekend", "niet opgegeven",
  ]

  /// Before the `@` of addresses that were made up to fill a field.
  static let mailboxes: Set<String> = [
    "nvt", "geen", "onbekend", "anoniem", "anonymous", "unknown", "none", "null", "undefined",
    "nan",
    "noemail", "nomail", "geenemail", "geenmail", "heeftgeenemail",
  ]

  static let longestMailbox = mailboxes.union(roles).map(\.utf8.count).max() ?? 0

  /// Before the `@` of addresses that belong to a role; RFC 2142 and what Dutch companies use.
  static let roles: Set<String> = [
    "info", "information", "informatie", "contact", "sales", "verkoop", "inkoop", "purchasing",
    "support", "service", "servicedesk", "helpdesk", "help", "hulp", "klantenservice",
    "klantcontact", "customerservice", "customercare", "care", "hello", "hallo", "hi", "welkom",
    "welcome", "mail", "email", "post", "postbus", "office", "kantoor", "receptie", "reception",
    "balie", "secretariaat", "directie", "bestuur", "management", "algemeen", "general", "admin",
    "administrator", "administratie", "administration", "beheer", "boekhouding", "finance",
    "financien", "billing", "invoice", "invoices", "factuur", "facturen", "facturatie",
    "crediteuren", "debiteuren", "accounts", "accounting", "payments", "betalingen", "order",
    "orders", "bestelling", "bestellingen", "shop", "webshop", "winkel", "store", "team", "hr",
    "jobs", "vacatures", "werkenbij", "marketing", "pr", "pers", "press", "media", "news",
    "newsletter", "nieuwsbrief", "privacy", "legal", "security", "abuse", "noc", "postmaster",
    "hostmaster", "webmaster", "usenet", "www", "ftp", "root", "noreply", "donotreply",
    "nietantwoorden",
    "mailerdaemon", "bounce", "bounces", "reserveringen", "reservations", "booking", "bookings",
    "planning", "school", "vereniging", "stichting", "garage", "werkplaats",
  ]
}
