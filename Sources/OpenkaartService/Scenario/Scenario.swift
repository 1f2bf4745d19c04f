public import OpenkaartCore

/// A decision as a test: facts, a use, and what the gate must answer.
public struct Scenario: Sendable {
  public let id: String
  public let title: String
  public let now: Timestamp
  public let facts: [Fact]
  /// What the intake made of the facts; one that was given twice counts once.
  public let intake: IntakeReport
  public let use: Use
  public let expected: Expectation

  /// What the answer must be; what is not named may be anything.
  public struct Expectation: Sendable {
    public let outcome: Decision.Outcome?
    public let reasons: [ReasonCode]
    public let absent: [ReasonCode]
    public let until: Timestamp?
  }

  /// The gate's answer, and how it differs from what was expected.
  public struct Result: Sendable {
    public let decision: Decision
    public let differences: [String]
    public var isAsExpected: Bool { differences.isEmpty }
  }

  /// Runs the scenario on its own facts, as known at the moment asked about.
  public func run(through gate: Gate) -> Result {
    let profile = Profile(of: use.subject, in: facts, knownAt: min(use.at ?? now, now))
    let decision = gate.decide(use, about: profile, now: now)
    return Result(decision: decision, differences: differences(of: decision))
  }

  private func differences(of decision: Decision) -> [String] {
    var differences: [String] = []
    if let outcome = expected.outcome, outcome != decision.outcome {
      differences.append(
        "expected \(outcome.rawValue), got \(decision.outcome.rawValue)")
    }
    let codes = Set(decision.reasons.map(\.code))
    for code in expected.reasons where !codes.contains(code) {
      differences.append("expected the reason \(code.rawValue)")
    }
    for code in expected.absent where codes.contains(code) {
      differences.append("did not expect the reason \(code.rawValue)")
    }
    if let until = expected.until, until != decision.until {
      differences.append(
        "expected until \(until.rfc3339()), got \(decision.until?.rfc3339() ?? "none")")
    }
    return differences
  }
}

/// A file of scenarios and the policy they are judged by.
public struct ScenarioFile: Sendable {
  /// The path of the policy, from the folder of the file.
  public let policy: String
  public let scenarios: [Scenario]

  /// Reads a scenario file.
  ///
  /// - Throws: `DocumentError` at the first mistake, with its line.
  public init(reading node: Node) throws(DocumentError) {
    guard case .string(let policy)? = node["policy"]?.content else {
      throw DocumentError(
        code: "scenario.policyMissing",
        message: LocalizedText(
          nl: "Noem het bestand met het beleid in `policy`, als pad naast dit bestand.",
          en: "Name the policy file in `policy`, as a path beside this file."),
        at: node.position)
    }
    guard case .array(let nodes)? = node["scenarios"]?.content else {
      throw DocumentError(
        code: "scenario.listMissing",
        message: LocalizedText(
          nl: "Zet de scenario's in `scenarios`.", en: "List the scenarios in `scenarios`."),
        at: node.position)
    }
    self.policy = policy
    var scenarios: [Scenario] = []
    for node in nodes { scenarios.append(try Scenario(reading: node)) }
    self.scenarios = scenarios
  }
}

extension Scenario {
  init(reading node: Node) throws(DocumentError) {
    guard case .string(let now)? = node["now"]?.content, let moment = Timestamp(rfc3339: now) else {
      throw DocumentError(
        code: "scenario.nowMissing",
        message: LocalizedText(
          nl: "Geef `now`, een moment zoals 2026-11-01T10:00:00Z.",
          en: "Give `now`, a moment such as 2026-11-01T10:00:00Z."),
        at: node.position)
    }
    guard let use = node["use"] else {
      throw DocumentError(
        code: "scenario.useMissing",
        message: LocalizedText(nl: "Geef de vraag in `use`.", en: "Give the question in `use`."),
        at: node.position)
    }
    self.now = moment
    self.use = try Use(reading: use)
    id = node["id"]?.text ?? "?"
    title = node["title"]?.text ?? ""
    let intake = try Self.intake(of: node["facts"])
    facts = intake.store.facts
    self.intake = intake.report
    expected = try Expectation(reading: node["expect"])
  }

  /// Takes the facts in as any others; only here a source and an id may be left out.
  private static func intake(of node: Node?) throws(DocumentError) -> Intake {
    var intake = Intake()
    guard let node else { return intake }
    guard case .array(let nodes) = node.content else {
      throw DocumentError(
        code: "scenario.factsWrong",
        message: LocalizedText(nl: "Zet de feiten in `facts`.", en: "List the facts in `facts`."),
        at: node.position)
    }
    let reader = FactReader(defaultSource: "scenario", acceptsSystemFacts: true)
    for (index, node) in nodes.enumerated() {
      try intake.take(node, with: reader, defaultID: "fact-\(index + 1)")
    }
    return intake
  }
}

extension Scenario.Expectation {
  init(reading node: Node?) throws(DocumentError) {
    outcome = node?["outcome"]?.text.flatMap { Decision.Outcome(rawValue: $0) }
    reasons = try Self.codes(node?["reasons"])
    absent = try Self.codes(node?["absent"])
    until = node?["until"]?.text.flatMap { Timestamp(rfc3339: $0) }
    if let node, let written = node["outcome"], outcome == nil {
      throw DocumentError(
        code: "scenario.outcomeUnknown",
        message: LocalizedText(
          nl: "`outcome` moet allow, deny of later zijn.",
          en: "`outcome` must be allow, deny or later."),
        at: written.position)
    }
    if let written = node?["until"], until == nil {
      throw DocumentError(
        code: "scenario.untilWrong",
        message: LocalizedText(
          nl: "`until` moet een moment zijn.", en: "`until` must be a moment."),
        at: written.position)
    }
  }

  /// A misspelt code would never be found, and a test that it is absent could not fail.
  private static func codes(_ list: Node?) throws(DocumentError) -> [ReasonCode] {
    guard let list else { return [] }
    guard case .array(let nodes) = list.content else {
      throw DocumentError(
        code: "scenario.codesWrong",
        message: LocalizedText(
          nl: "Zet er een lijst van redencodes, als [consent.missing].",
          en: "List reason codes, as [consent.missing]."),
        at: list.position)
    }
    var codes: [ReasonCode] = []
    for node in nodes {
      guard let word = node.text, let code = ReasonCode(rawValue: word) else {
        let nearest = NearestWord.nearest(
          to: node.text ?? "", among: ReasonCode.allCases.map(\.rawValue))
        throw DocumentError(
          code: "scenario.codeUnknown",
          message: LocalizedText(
            nl: "Die redencode bestaat niet." + (nearest.map { " Bedoelde u `\($0)`?" } ?? ""),
            en: "There is no such reason code."
              + (nearest.map { " Did you mean `\($0)`?" } ?? "")),
          at: node.position)
      }
      codes.append(code)
    }
    return codes
  }
}

extension Node {
  /// The text of a text or number.
  fileprivate var text: String? {
    switch content {
    case .string(let text), .number(let text): text
    default: nil
    }
  }
}
