import OpenkaartAudience
public import OpenkaartCore

/// The table of people that questions about everybody read: the columns of a policy, a row a person.
///
/// The columns are those of the engine in memory (`Columns`): what no rule of the policy looks at has
/// none. Another policy means another table.
public struct PersonTable: Sendable {
  let layout: Layout
  let sources: [Source]
  private let names: [Source: String]

  /// What a column of the table holds.
  enum Source: Hashable, Sendable {
    case person, asOf
    case bit(Layout.BitColumn)
    /// The consent of a pair of the layout.
    case consent(Int)
    case day(DayColumn)
    /// When something of a product line was bought last.
    case bought(Int)
    /// The send from which a number of messages is reached.
    case sends(Int)
  }

  /// Makes the table for the people of a policy.
  public init(of gate: Gate) {
    let layout = Layout(of: gate)
    var (sources, names, made): ([Source], [Source: String], SQLNames) = ([], [:], SQLNames())
    func add(_ source: Source, _ words: String...) {
      sources.append(source)
      names[source] = made.name(words)
    }
    add(.person, "person")
    add(.asOf, "as_of")
    add(.bit(.isApart), "is_apart")
    for (mark, name, _) in Self.marks { add(.bit(.mark(mark)), name) }
    for channel in layout.channels {
      for (reach, name, _) in Self.reaches {
        add(.bit(.reach(reach, channel)), channel.rawValue, name)
      }
    }
    for (index, topic) in layout.topics.enumerated() {
      add(.bit(.unwantedTopic(index)), "rejects_topic", topic)
    }
    for (index, pair) in layout.pairs.enumerated() {
      add(.consent(index), "consent", pair.purpose, pair.channel.rawValue)
    }
    add(.day(.activity), "last_activity_day")
    if layout.keepsPurchaseDay { add(.day(.purchase), "last_purchase_day") }
    for (index, purpose) in layout.purposesWithConsentDay.enumerated() {
      add(.day(.consent(index)), "last_consent_day", purpose)
    }
    for (index, line) in layout.form.lines.enumerated() {
      add(.bought(index), "last_bought_day", line)
    }
    for (index, count) in layout.counts.enumerated() { add(.sends(index), Self.name(of: count)) }
    self.layout = layout
    self.sources = sources
    self.names = names
  }

  private static func name(of count: OutlineForm.Count) -> String {
    let channels = Channel.allCases.filter { count.channels.contains($0) }.map(\.rawValue)
    return
      "sent_\(count.limit)_in_\(count.window / 3_600_000)_hours_\(channels.joined(separator: "_"))"
  }

  /// The name of a column; `nil` for what the policy keeps no column of.
  func name(of source: Source) -> String? { names[source] }

  /// The table of people.
  public var people: SQLTable {
    SQLTable(
      name: "openkaart_person",
      meaning: "A person, as far as questions of this policy look at them.",
      columns: sources.map { source in
        SQLColumn(
          name: names[source] ?? "", type: type(of: source), meaning: meaning(of: source))
      }, key: ["person"])
  }

  /// The table of what the numbers of consents stand for.
  public static let standings = SQLTable(
    name: "openkaart_standing",
    meaning: "What a number below 64 in a column of consents stands for.",
    columns: [
      SQLColumn(name: "cell", type: .integer, meaning: "The number."),
      SQLColumn(
        name: "standing", type: .integer,
        meaning:
          "Bits: 1 holds, 2 withdrawn, 4 refused, 8 missing, 16 objects to marketing, 32 to the "
          + "purpose, 64 to the channel, 128 privacy control, 256 opted out; from 65536 on what is "
          + "wrong with the consent: unconfirmed, unproven, expired, notice outdated, not "
          + "affirmative, not explicit, no guardian."),
    ], key: ["cell"])

  private func type(of source: Source) -> SQLType {
    switch source {
    case .person, .asOf: .bigint
    case .bit: .boolean
    case .consent, .day, .bought, .sends: .integer
    }
  }
}
