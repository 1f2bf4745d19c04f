/// Says what is unlawful, unsafe or pointless in a policy that could be read.
///
/// An error means that the gate could go wrong, or that the law is plainly broken; everything else
/// is a warning.
public enum PolicyCheck {
  /// Reads a policy and checks it, so that one look shows every mistake.
  public static func reading(of node: Node) -> PolicyReading {
    let reading = PolicyReader.reading(of: node)
    return reading.adding(
      diagnostics(for: reading.draft, places: reading.places))
  }

  /// The mistakes in `policy`, in no particular order.
  ///
  /// Without the `places` at which its parts were written every mistake is on line 1.
  public static func diagnostics(
    for policy: Policy, places: PolicyPlaces = PolicyPlaces()
  ) -> [Diagnostic] {
    var checker = PolicyChecker(policy: policy, places: places)
    checker.checkController()
    checker.checkCategories()
    checker.checkNotices()
    for purpose in policy.purposes {
      checker.checkPurpose(purpose)
      checker.checkBases(of: purpose)
      checker.checkConsent(of: purpose)
      checker.checkReferences(of: purpose)
    }
    checker.checkForms()
    checker.checkSegments()
    checker.checkRules()
    checker.checkSources()
    return checker.diagnostics
  }

  /// The mistakes that only an installation with time zones can see.
  public static func zoneDiagnostics(
    for policy: Policy, places: PolicyPlaces = PolicyPlaces(),
    known: [String]
  ) -> [Diagnostic] {
    let zone = policy.controller.timeZone
    guard !known.contains(zone) else { return [] }
    var checker = PolicyChecker(policy: policy, places: places)
    let hint = NearestWord.nearest(to: zone, among: known)
    checker.report(
      "controller.unknownZone", at: "controller.timeZone",
      LocalizedText(
        nl: "Er is geen tijdzone \(DocumentError.quoted(zone))",
        en: "There is no time zone \(DocumentError.quoted(zone))"),
      remedy: LocalizedText(
        nl: hint.map { "Bedoelde u `\($0)`?" }
          ?? "Schrijf een naam van IANA, zoals `Europe/Amsterdam`.",
        en: hint.map { "Did you mean `\($0)`?" }
          ?? "Write an IANA name, such as `Europe/Amsterdam`."))
    return checker.diagnostics
  }
}
