internal import OpenkaartAudience
internal import OpenkaartCore

/// Everybody in the store as columns, kept in step with it group by group.
///
/// A group of people ever joined is an entry. One that is a single person, and stays so whatever time
/// does, has a row; any other is asked whole, each time. When facts come in, only the entries are
/// written again that these facts can touch: those that have an identifier in common with them.
struct PeopleInColumns: Sendable {
  /// Up to where the store was read.
  var mark: StoreMark
  let policyVersion: String
  var columns: Columns
  /// Per entry one identifier that leads to it and to nobody else; none for an entry that is gone.
  var names = NameTable()
  /// What the facts of each entry show.
  var evidence = EvidenceTable()
  /// The entries that are asked whole.
  var whole: Set<UInt32> = []
  /// The entries with facts that were recorded after the moment at which they were written.
  var unsettled: Set<UInt32> = []
  /// The rows of the entries; less than 0 without one.
  var rows: [Int32] = []
  var free: [UInt32] = []
  var index = EntryIndex()
  /// How many groups no identifier leads to.
  var unreachable = 0

  init(_ gate: Gate, mark: StoreMark, since moment: Timestamp) {
    self.mark = mark
    policyVersion = gate.policy.version
    columns = Columns(Layout(of: gate), since: moment)
  }

  /// How many groups there are.
  var count: Int { names.count - free.count }

  /// What questions are asked of; `nil` when some people cannot be found again.
  var view: View? {
    guard unreachable == 0 else { return nil }
    return View(columns: columns, names: names, evidence: evidence, whole: whole.sorted())
  }

  /// The columns as they stand, and how to find whom they leave open.
  struct View: Sendable {
    let columns: Columns
    fileprivate let names: NameTable
    fileprivate let evidence: EvidenceTable
    /// The entries that are asked whole: who is who in them can change with time.
    fileprivate let whole: [UInt32]

    var people: Int { columns.people }
    func name(of row: Int) -> Identifier? { names[Int(columns.key(of: row))] }
    var groups: [[Identifier]] { whole.compactMap { names[Int($0)].map { [$0] } } }
    /// How many facts there are of each kind, about everybody.
    var facts: [(kind: FactEvidence, count: Int)] { evidence.total }

    /// Whether more than the counts has to be asked about a row, if the person may be reached.
    func wantsCloserLook(_ row: Int) -> Bool { evidence.wantsCloserLook(columns.key(of: row)) }
  }

  /// For whoever has read everybody.
  mutating func shrink() { columns.shrink() }
}

// MARK: - Groups

extension PeopleInColumns {
  /// Writes a group, in place of all that it was until now.
  ///
  /// - Parameters:
  ///   - group: The group as the store has it now.
  ///   - moment: From when its row counts.
  ///   - fresh: The entries that were written since the same change; they are not written twice.
  /// - Returns: The names of entries that have to be read again: the group may touch them.
  mutating func put(
    _ group: FactGroup, at moment: Timestamp, fresh: inout Set<UInt32>
  ) -> [Identifier] {
    let naming = GroupNaming(group)
    var again: [Identifier] = []
    var place: UInt32?
    for entry in index.entries(of: naming.all) {
      guard let name = names[Int(entry)] else { continue }
      let isSame = naming.origins.contains(name)
      if fresh.contains(entry) {
        // It was read after the facts that are being told of.
        if isSame { return [] }
        continue
      }
      if isSame {
        retire(entry)
        if place == nil { place = entry } else { free.append(entry) }
      } else if !whole.contains(entry) {
        again.append(name)
      }
    }
    fresh.insert(write(group, naming, at: moment, in: place))
    return again
  }

  /// Forgets the groups of people of whom something was erased.
  ///
  /// - Parameter order: Of whom, and whether they are gone.
  /// - Returns: The names of those to be read again; `nil` when a group that is asked whole lost
  ///   somebody, of which only a reading of everybody tells what is left.
  mutating func forget(_ order: ErasureOrder) -> [Identifier]? {
    let identifiers = Set(order.people.flatMap(\.identifiers))
    var left: [Identifier] = []
    for entry in index.entries(of: identifiers) {
      guard let name = names[Int(entry)] else { continue }
      guard !whole.contains(entry) else { return nil }
      if order.cause == .retention || !identifiers.contains(name) { left.append(name) }
      retire(entry)
      free.append(entry)
      index.remove(identifiers, entry)
    }
    return left
  }

  /// The names of those of whom facts were still to come when they were written.
  mutating func takeUnsettled() -> [Identifier] {
    defer { unsettled = [] }
    return unsettled.sorted().compactMap { names[Int($0)] }
  }

  private mutating func retire(_ entry: UInt32) {
    let row = rows[Int(entry)]
    if row >= 0 { columns.remove(Int(row)) }
    rows[Int(entry)] = -1
    names[Int(entry)] = nil
    evidence.set(Int(entry), to: [])
    whole.remove(entry)
  }

  private mutating func write(
    _ group: FactGroup, _ naming: GroupNaming, at moment: Timestamp, in place: UInt32?
  ) -> UInt32 {
    let entry = place ?? free.popLast() ?? UInt32(truncatingIfNeeded: names.count)
    if Int(entry) == names.count {
      names.append()
      evidence.append()
      rows.append(-1)
    }
    guard !group.facts.isEmpty else {
      free.append(entry)
      return entry
    }
    index.add(
      naming.linking.isEmpty ? naming.all : naming.linking.union(naming.origins), entry)
    evidence.set(Int(entry), to: group.facts)
    if naming.isSteady(at: moment), let person = naming.onlyPerson(at: moment),
      let name = person.identifiers(at: moment).first(where: naming.origins.contains)
    {
      call(entry, name)
      rows[Int(entry)] = Int32(
        truncatingIfNeeded: columns.add(person.profile, key: entry, at: moment))
      return entry
    }
    call(entry, naming.origins.min())
    whole.insert(entry)
    if !group.facts.allSatisfy({ $0.recordedAt <= moment }) { unsettled.insert(entry) }
    return entry
  }

  /// Gives an entry its name; without one that leads back to it, it cannot be found again.
  private mutating func call(_ entry: UInt32, _ name: Identifier?) {
    names[Int(entry)] = name
    if name == nil || names[Int(entry)] != name { unreachable += 1 }
  }
}

/// What a group is known by.
private struct GroupNaming {
  let group: FactGroup
  /// Every identifier that its facts name.
  private(set) var all: Set<Identifier> = []
  /// Those of them that are of nobody else, as far as the group can tell.
  private(set) var linking: Set<Identifier> = []
  /// Whose the facts are: each leads to this group and to no other.
  private(set) var origins: Set<Identifier> = []

  init(_ group: FactGroup) {
    self.group = group
    for fact in group.facts {
      fact.forEachNaming { all.formUnion($0) }
      if let origin = fact.origin { origins.insert(origin) }
    }
    linking = all.filter { !$0.isBlocked && group.crowded[$0] == nil }
  }

  /// Whether the same people make up the group at every later moment, and no fact that names none of
  /// them changes what is known of them.
  func isSteady(at moment: Timestamp) -> Bool {
    guard group.crowded.isEmpty, group.heard.isEmpty, linking.count == all.count else {
      return false
    }
    return group.facts.allSatisfy { fact in
      switch fact.content {
      case .merged, .split: false
      default: fact.recordedAt <= moment
      }
    }
  }

  /// The person that the group is, if it is one.
  func onlyPerson(at moment: Timestamp) -> Population.Person? {
    let people = Population(group, knownAt: moment).people(at: moment)
    return people.count == 1 ? people.first : nil
  }
}
