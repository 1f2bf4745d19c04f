public import OpenkaartCore

/// Says what is wrong with the segments of a policy, each mistake at its place.
public enum SegmentCheck {
  /// The mistakes, in the order of the segments.
  public static func diagnostics(for policy: Policy) -> [Diagnostic] {
    policy.segments.flatMap { written -> [Diagnostic] in
      let (condition, mistakes) = SegmentReader.condition(in: written.condition)
      guard let condition else { return mistakes }
      return diagnostics(
        for: condition, purpose: written.purpose, at: written.condition.position, in: policy)
    }
  }

  /// What is wrong with one condition for a purpose; without one only its words are looked at.
  public static func diagnostics(
    for condition: SegmentCondition, purpose: String?, at position: Position, in policy: Policy
  ) -> [Diagnostic] {
    var check = Check(policy: policy, position: position)
    for test in condition.tests { check.words(of: test) }
    check.coverage(of: condition, purpose: purpose)
    return check.diagnostics
  }
}

private struct Check {
  let policy: Policy
  let position: Position
  var diagnostics: [Diagnostic] = []

  init(policy: Policy, position: Position) {
    self.policy = policy
    self.position = position
  }

  mutating func report(_ code: String, _ message: LocalizedText, _ remedy: LocalizedText) {
    let found = Diagnostic(
      severity: .error, code: code, message: message, remedy: remedy, position: position)
    if !diagnostics.contains(found) { diagnostics.append(found) }
  }

  /// Names that point at nothing.
  mutating func words(of test: SegmentTest) {
    switch test {
    case .bought(let line?, _, _, _):
      known(
        line, among: policy.productLines.map(\.id), "reference.unknownLine",
        LocalizedText(nl: "productlijn", en: "product line"))
    case .topic(let topic, _):
      known(
        topic, among: policy.topics, "reference.unknownTopic",
        LocalizedText(nl: "onderwerp", en: "topic"))
    case .consent(let purpose, _, _):
      known(
        purpose, among: policy.purposes.map(\.id), "reference.unknownPurpose",
        LocalizedText(nl: "doel", en: "purpose"))
    default: break
    }
  }

  private mutating func known(
    _ name: String, among names: [String], _ code: String, _ what: LocalizedText
  ) {
    guard !names.contains(name) else { return }
    let hint = NearestWord.nearest(to: name, among: names.prefix(1_000))
    let all = names.prefix(20).joined(separator: ", ")
    report(
      code,
      LocalizedText(
        nl: "Er is geen \(what.nl) \(DocumentError.quoted(name)).",
        en: "There is no \(what.en) \(DocumentError.quoted(name))."),
      LocalizedText(
        nl: "\(hint.map { "Bedoelde u `\($0)`? " } ?? "")Er zijn: \(all).",
        en: "\(hint.map { "Did you mean `\($0)`? " } ?? "")There are: \(all)."))
  }

  /// Data that the purpose does not cover.
  mutating func coverage(of condition: SegmentCondition, purpose: String?) {
    let read = condition.categories(in: policy)
    if read.contains(SegmentCondition.unclassified) {
      report(
        "segment.unclassified",
        LocalizedText(
          nl: "Deze voorwaarde leest een gegeven dat bij geen categorie hoort.",
          en: "This condition reads something that belongs to no category."),
        LocalizedText(
          nl:
            "Zet het bij een categorie in `dataCategories`; wat nergens staat wordt niet gebruikt.",
          en: "Put it in a category of `dataCategories`; what stands nowhere is not used."))
    }
    guard let purpose, let covering = policy.purpose(purpose) else { return }
    for category in read
    where category != SegmentCondition.unclassified && !covering.dataCategories.contains(category) {
      report(
        "segment.dataNotCovered",
        LocalizedText(
          nl: "Deze voorwaarde leest \(DocumentError.quoted(category)); het doel "
            + "`\(purpose)` dekt dat niet (AVG 5(1)(b)).",
          en: "This condition reads \(DocumentError.quoted(category)), which the purpose "
            + "`\(purpose)` does not cover (GDPR 5(1)(b))."),
        LocalizedText(
          nl: "Haal dat deel weg, of noem een doel dat deze gegevens mag gebruiken.",
          en: "Take that part out, or name a purpose that may use this data."))
    }
  }
}
