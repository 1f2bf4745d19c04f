package import OpenkaartCore

/// The gate's rules for one question at one moment, as tests of rows.
package struct Program: Sendable {
  /// A rule that stops or delays, or says why no basis holds.
  package struct Reason: Sendable {
    package let code: ReasonCode
    let id: String
    package let kind: Kind
    package let test: Test
  }

  package enum Kind: Sendable {
    case stop, wait
    /// Given only where no basis holds.
    case failure
    /// Given where no basis holds and nothing more exact can be said.
    case nothingElse
  }

  package let bases: [(basis: LegalBasis, code: ReasonCode, test: Test)]
  /// In the order of reasons.
  package let reasons: [Reason]
  /// Said of whoever some basis carries.
  package let remarks: [ReasonCode]
  /// The rows to be asked one by one.
  package let open: [Test]
  package let consentColumn: Int
  package let firstDayOfConsent: UInt16
  package let isConsentAsked: Bool
  package let isOptOutAsked: Bool
  let turningDays: Set<Int32>

  init?(_ columns: Columns, _ use: Use, at: Timestamp) {
    let rules = columns.layout.gate.rulesInQuestion(for: use)
    guard var compiler = Compiler(columns, use, at: at, rules: rules), rules.isRegistered else {
      return nil
    }
    bases = rules.bases.map { ($0.basis, $0.item.code, compiler.test($0.item)) }
    var reasons: [Reason] = []
    func add(_ item: RulesInQuestion.Item, _ kind: Kind) {
      let test = kind == .nothingElse ? .constant(true) : compiler.test(item)
      guard test != .constant(false) else { return }
      reasons.append(Reason(code: item.code, id: item.id, kind: kind, test: test))
    }
    for item in rules.stops { add(item, item.isWait ? .wait : .stop) }
    for item in rules.failures { add(item, .failure) }
    if let item = rules.noBasis { add(item, .nothingElse) }
    reasons.sort { ($0.code, $0.id) < ($1.code, $1.id) }
    self.reasons = reasons
    remarks = rules.remarks.filter { compiler.test($0) == .constant(true) }.map(\.code)
    guard !compiler.isOpen else { return nil }
    open = compiler.open.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      .filter { $0 != .constant(false) }
    consentColumn = compiler.consentColumn
    firstDayOfConsent = compiler.firstDayOfConsent
    isOptOutAsked = compiler.isOptOutAsked
    isConsentAsked = (bases.map(\.test) + reasons.map(\.test)).contains(where: \.asksConsent)
    turningDays = compiler.turningDays
  }
}

extension Test {
  fileprivate var asksConsent: Bool {
    switch self {
    case .consent: true
    case .not(let inner): inner.asksConsent
    case .all(let inner), .any(let inner): inner.contains(where: \.asksConsent)
    default: false
    }
  }

  /// Whether time alone can make it true.
  fileprivate var growsWithTime: Bool {
    switch self {
    case .before, .consent: true
    case .not(let inner): inner.growsWithTime
    case .all(let inner), .any(let inner): inner.contains(where: \.growsWithTime)
    default: false
    }
  }
}

extension Program {
  /// The stops to look at again when a wait is over: those that time brings.
  package var stopsBroughtByTime: [Test] {
    reasons.filter { $0.kind == .stop && $0.test.growsWithTime }.map(\.test)
  }
}
