/// What came of reading a policy: the policy, and everything that is wrong with its text.
public struct PolicyReading: Hashable, Sendable {
  /// The policy; `nil` when there is an error, so that no gate runs on half a policy.
  public var policy: Policy? { hasErrors ? nil : draft }
  /// What could be read, mistakes left out: for checks and messages only.
  let draft: Policy
  /// Every mistake, in the order of the document.
  public private(set) var diagnostics: [Diagnostic]
  public let places: PolicyPlaces

  init(draft: Policy, diagnostics: [Diagnostic], places: PolicyPlaces) {
    self.draft = draft
    self.diagnostics = diagnostics.sorted(by: Self.standsBefore)
    self.places = places
  }

  /// The reading of a text that is no document at all.
  public init(unreadable error: DocumentError) {
    self.init(
      draft: Policy(controller: Controller(name: "", entity: "")),
      diagnostics: [
        Diagnostic(
          severity: .error, code: error.code, message: error.message,
          remedy: LocalizedText(nl: "", en: ""), position: error.position)
      ],
      places: PolicyPlaces())
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The reading with `more` mistakes, each at its place.
  public func adding(_ more: [Diagnostic]) -> PolicyReading {
    PolicyReading(draft: draft, diagnostics: diagnostics + more, places: places)
  }

  private static func standsBefore(_ one: Diagnostic, _ other: Diagnostic) -> Bool {
    guard one.position == other.position else { return one.position < other.position }
    guard one.severity == other.severity else { return one.severity == .error }
    return (one.code, one.message.en) < (other.code, other.message.en)
  }
}
