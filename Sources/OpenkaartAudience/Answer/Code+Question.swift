import OpenkaartCore

/// The counts by first rule, in the fewest steps that give them.
struct FirstsCode: Sendable {
  private(set) var code: Code
  let open: Int
  /// In the end the rows that are allowed.
  let rest: Int
  let openCounter: Int
  let allowedCounter: Int
  private(set) var reasonCounters: [Int] = []

  init(_ columns: Columns, _ program: Program) {
    code = Code(consentColumn: program.consentColumn)
    var layout = ProgramLayout(columns, program)
    let told: Int
    (told, open) = layout.readRows(&code)
    rest = code.own(.bits(.slot(told)))
    openCounter = code.counter()
    allowedCounter = code.counter()
    code.count(.slot(open), counter: openCounter)
    let any = Code.Term.bits(.slot(layout.readBases(told: told, &code).any))
    for reason in program.reasons {
      var found: Code.Term
      switch reason.kind {
      case .stop, .wait: found = layout.term(reason.test, &code)
      case .failure: found = code.and(layout.term(reason.test, &code), not: any)
      case .nothingElse:
        found = code.not(any)
        for other in program.reasons where other.kind == .failure {
          found = code.and(found, not: layout.term(other.test, &code))
        }
      }
      reasonCounters.append(code.counter())
      code.take(found, from: rest, counter: reasonCounters[reasonCounters.count - 1])
    }
    code.put(code.and(.bits(.slot(rest)), any), in: rest)
    code.count(.slot(rest), counter: allowedCounter)
  }
}

/// Every reason of every row.
struct EveryCode: Sendable {
  private(set) var code: Code
  let program: Program
  let told: Int
  let open: Int
  /// The rows that something stops, or that no basis carries.
  let denied: Int
  let waiting: Int
  /// The rows with each reason, in the order of the program.
  private(set) var reasons: [Int] = []
  /// The rows that a basis is the first to carry.
  let bases: [Int]
  private let hasBasis: Int

  init(_ columns: Columns, _ program: Program, afterWaits: Program?) {
    self.program = program
    code = Code(consentColumn: program.consentColumn)
    var layout = ProgramLayout(columns, program)
    (told, open) = layout.readRows(&code)
    (bases, hasBasis) = layout.readBases(told: told, &code)
    denied = code.own(.bits(.slot(told)), not: .bits(.slot(hasBasis)))
    waiting = code.own(.no)
    readReasons(&layout)
    leaveOpen(columns, afterWaits)
  }

  private mutating func readReasons(_ layout: inout ProgramLayout) {
    let (told, hasBasis) = (Code.Term.bits(.slot(told)), Code.Term.bits(.slot(hasBasis)))
    let nothingElse = code.own(.bits(.slot(denied)))
    for reason in program.reasons where reason.kind == .failure {
      code.remove(layout.term(reason.test, &code), from: nothingElse)
    }
    for reason in program.reasons {
      let found: Int
      switch reason.kind {
      case .nothingElse: found = code.own(.bits(.slot(nothingElse)))
      case .failure:
        found = code.own(code.and(layout.term(reason.test, &code), told), not: hasBasis)
      case .stop, .wait: found = code.own(layout.term(reason.test, &code), and: told)
      }
      reasons.append(found)
      if reason.kind == .stop { code.add(.bits(.slot(found)), to: denied) }
      if reason.kind == .wait { code.add(.bits(.slot(found)), to: waiting) }
    }
  }

  /// Leaves those open of whom it cannot be told whether waiting helps: whom something stops by then.
  private mutating func leaveOpen(_ columns: Columns, _ afterWaits: Program?) {
    let doubtful = code.and(.bits(.slot(waiting)), not: .bits(.slot(denied)))
    guard case .bits(let bits) = doubtful else { return }
    let changed = [told, waiting, hasBasis] + reasons + bases
    let open = open
    code.skipping(ifNone: bits) { code in
      var doubtful = doubtful
      if let afterWaits {
        var layout = ProgramLayout(columns, afterWaits)
        let (told, unknown) = layout.readRows(&code)
        let any = layout.readBases(told: told, &code).any
        var stopped = code.or(code.not(.bits(.slot(any))), .bits(.slot(unknown)))
        for test in afterWaits.stopsBroughtByTime {
          stopped = code.or(stopped, layout.term(test, &code))
        }
        doubtful = code.and(doubtful, stopped)
      }
      code.add(doubtful, to: open)
      for slot in changed { code.remove(doubtful, from: slot) }
    }
  }
}

/// Every reason of every row, counted.
struct CountCode: Sendable {
  private(set) var code: Code
  let toldCounter: Int
  let openCounter: Int
  /// By place of the basis.
  private(set) var allowed: [Int] = []
  /// What was counted of each code, by the place of its first rule: several rules of one code are one
  /// reason.
  private(set) var reasons: [(place: Int, isWait: Bool, counter: Int)] = []

  init(_ every: EveryCode) {
    code = every.code
    toldCounter = code.counter()
    openCounter = code.counter()
    code.count(.slot(every.told), counter: toldCounter)
    code.count(.slot(every.open), counter: openCounter)
    tally(every)
    countAllowed(every)
  }

  private mutating func tally(_ every: EveryCode) {
    let rules = every.program.reasons
    let places = rules.indices.filter { index in
      !rules[..<index].contains { $0.code == rules[index].code }
    }
    let ordered =
      places.filter { rules[$0].kind != .wait } + places.filter { rules[$0].kind == .wait }
    guard !ordered.isEmpty else { return }
    var slots: [Int] = []
    for place in ordered { slots.append(code.own(.bits(.slot(every.reasons[place])))) }
    for (index, rule) in rules.enumerated() where !places.contains(index) {
      guard let known = ordered.firstIndex(where: { rules[$0].code == rule.code }) else { continue }
      code.add(.bits(.slot(every.reasons[index])), to: slots[known])
    }
    let counters = (0..<3 * ordered.count).map { _ in code.counter() }
    for (index, place) in ordered.enumerated() {
      reasons.append((place, rules[place].kind == .wait, counters[3 * index]))
    }
    code.tally(
      .init(
        first: slots[0], count: slots.count,
        denying: ordered.count { rules[$0].kind != .wait }, denied: every.denied,
        waiting: every.waiting, counter: counters[0]))
  }

  private mutating func countAllowed(_ every: EveryCode) {
    let (no, wait) = (Code.Term.bits(.slot(every.denied)), Code.Term.bits(.slot(every.waiting)))
    let free = code.own(code.and(.bits(.slot(every.told)), not: no), not: wait)
    for basis in every.bases {
      let counter = code.counter()
      code.count(
        .slot(code.own(.bits(.slot(basis)), and: .bits(.slot(free)))), counter: counter)
      allowed.append(counter)
    }
  }
}
