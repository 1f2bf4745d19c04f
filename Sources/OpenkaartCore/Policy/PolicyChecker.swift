/// What the checks of a policy share: what they look up, and what they found.
struct PolicyChecker {
  let policy: Policy
  let places: PolicyPlaces
  private(set) var diagnostics: [Diagnostic] = []

  let categories: [String: DataCategory]
  let notices: [String: Notice]
  let purposes: [String: Purpose]
  let lines: Set<String>
  /// Which category an attribute or identifier belongs to.
  let categoryOfField: [String: String]

  /// More would bury the first ones.
  private static let mostDiagnostics = 1_000

  init(policy: Policy, places: PolicyPlaces) {
    self.policy = policy
    self.places = places
    categories = Dictionary(policy.dataCategories.map { ($0.id, $0) }) { first, _ in first }
    notices = Dictionary(policy.notices.map { ($0.id, $0) }) { first, _ in first }
    purposes = Dictionary(policy.purposes.map { ($0.id, $0) }) { first, _ in first }
    lines = Set(policy.productLines.map(\.id))
    var categoryOfField: [String: String] = [:]
    for category in policy.dataCategories {
      for field in category.attributes + category.identifiers where categoryOfField[field] == nil {
        categoryOfField[field] = category.id
      }
    }
    self.categoryOfField = categoryOfField
  }

  /// Reports a mistake at `path`; `message` and `law` become one sentence.
  ///
  /// The law is the article that asks this, as Dutch lawyers write it: `AVG 7(2)`.
  mutating func report(
    _ code: String, severity: Diagnostic.Severity = .error, at path: String, law: String? = nil,
    _ message: LocalizedText, remedy: LocalizedText
  ) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    func sentence(in language: Language) -> String {
      "\(message[language])\(law.map { " (\(Self.law($0, in: language)))" } ?? "")."
    }
    diagnostics.append(
      Diagnostic(
        severity: severity, code: code,
        message: LocalizedText(nl: sentence(in: .nl), en: sentence(in: .en)), remedy: remedy,
        position: places[path]))
  }

  /// The name of a law in `language`; the Dutch acts keep their Dutch names.
  static func law(_ text: String, in language: Language) -> String {
    guard language == .en, text.hasPrefix("AVG ") else { return text }
    return "GDPR" + text.dropFirst(3)
  }

  /// Reports a name that points at nothing, with the nearest one that exists.
  mutating func reportUnknown(
    _ code: String, _ name: String, at path: String, what: LocalizedText, known: [String]
  ) {
    // A hostile file has many names that point at nothing, and many to choose from.
    let candidates = diagnostics.count < 50 ? known.prefix(1_000) : []
    let hint = NearestWord.nearest(to: name, among: candidates)
    let all = known.prefix(20).joined(separator: ", ")
    let remedy: LocalizedText
    if let hint {
      remedy = LocalizedText(
        nl: "Bedoelde u `\(hint)`? Er zijn: \(all).",
        en: "Did you mean `\(hint)`? There are: \(all).")
    } else if known.isEmpty {
      remedy = LocalizedText(
        nl: "Er is er nog geen; voeg hem toe of haal de naam weg.",
        en: "There is none yet; add it or take the name out.")
    } else {
      remedy = LocalizedText(
        nl: "Voeg hem toe, of kies uit: \(all).", en: "Add it, or choose from: \(all).")
    }
    report(
      code, at: path,
      LocalizedText(
        nl: "Er is geen \(what.nl) \(DocumentError.quoted(name))",
        en: "There is no \(what.en) \(DocumentError.quoted(name))"),
      remedy: remedy)
  }

  /// Whether `name` may be missing from `section` only because it could not be read there.
  func mayBeUnread(_ name: String, in section: String) -> Bool {
    places.isUnreadableItself(section) || places.isUnreadableItself("\(section).?")
      || places.isUnreadableItself("\(section).\(name)")
  }
}
