public import OpenkaartCore

/// The one entrance: documents become facts, each once, and everything is counted.
public struct Intake: Sendable {
  public private(set) var store = FactList()
  public private(set) var report = IntakeReport()

  public init() {}

  /// Takes in a fact as it was read.
  ///
  /// A fact that is here already is counted and not added again.
  ///
  /// - Parameters:
  ///   - reading: The fact, and what was left out of it.
  ///   - position: Where it stood, for the error.
  /// - Throws: `DocumentError` when another fact has its id (`fact.conflict`).
  public mutating func take(
    _ reading: FactReader.Reading, at position: Position = Position(line: 1, column: 1)
  ) throws(DocumentError) {
    let addition = store.add(reading.fact)
    report.count(reading, addition)
    if addition == .conflict { throw .conflict(at: position) }
    if addition == .suppressed { throw .suppressed(at: position) }
  }

  /// Takes in one document, as a fact that was read.
  ///
  /// - Parameters:
  ///   - document: What should be a fact.
  ///   - reader: How documents of this source are read.
  ///   - defaultID: The id of a fact that names none.
  /// - Throws: `DocumentError` when it is no fact, or when another fact has its id; it says what is
  ///   wrong and never what the document holds.
  public mutating func take(
    _ document: Node, with reader: FactReader, defaultID: String? = nil
  ) throws(DocumentError) {
    let reading: FactReader.Reading
    do {
      reading = try reader.reading(of: document, defaultID: defaultID)
    } catch {
      report.rejected += 1
      throw error
    }
    try take(reading, at: document.position)
  }

  /// Counts what was refused before it became a fact.
  public mutating func countRejected(_ count: Int) { report.rejected += count }
}

/// What an intake took in, and what it did not.
public struct IntakeReport: Hashable, Sendable {
  /// Facts taken in, per kind.
  public internal(set) var taken: [FactKind: Int] = [:]
  /// Facts that were here already.
  public internal(set) var duplicates = 0
  /// Facts whose id another fact has; kept out.
  public internal(set) var conflicts = 0
  /// Facts about people who were erased at their request; kept out.
  public internal(set) var suppressed = 0
  /// Documents that are no facts; kept out.
  public var rejected = 0
  public internal(set) var maskedCitizenNumbers = 0
  /// Identifiers and contact points that stand for nobody; left out.
  public internal(set) var placeholders = 0
  /// Fields the format does not know, kept with their facts: how often each, the first 100 names.
  public internal(set) var unknownFields: [String: Int] = [:]
  /// Facts in which a value rests on somebody's statement.
  public internal(set) var stated = 0

  public init() {}

  public var factCount: Int { taken.values.reduce(0, +) }

  /// Counts a fact and what became of it.
  public mutating func count(_ reading: FactReader.Reading, _ addition: FactAddition) {
    maskedCitizenNumbers += reading.maskedCitizenNumbers
    placeholders += reading.placeholders
    switch addition {
    case .added: count(reading.fact)
    case .duplicate: duplicates += 1
    case .conflict: conflicts += 1
    case .suppressed: suppressed += 1
    }
  }

  private mutating func count(_ fact: Fact) {
    taken[fact.content.kind, default: 0] += 1
    if !fact.statements.isEmpty { stated += 1 }
    for member in fact.unknownFields where member.key != Statement.field {
      guard unknownFields[member.key] != nil || unknownFields.count < 100 else { continue }
      unknownFields[member.key, default: 0] += 1
    }
  }
}
