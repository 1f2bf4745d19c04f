internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// What an order means for the rows of the store: which go, which are kept, and what stays because
/// others have it.
struct ErasureChoice: Sendable {
  private(set) var job: ErasureJob
  /// Look-ups that go, by their hashes.
  private(set) var identifiers: [Digest128] = []
  /// Of those, the ones that are kept from coming back.
  private(set) var suppressed: [Digest128] = []
  /// Ids of facts that may be told again.
  private(set) var seen: [Digest128] = []
  /// Where mail to these people goes.
  private(set) var addresses: Set<String> = []
  private let isWhole: Bool
  private var counts: [ErasureReport.What: Int] = [:]
  private var keptCounts: [KeptGroup: Int] = [:]
  private var sharedCount = 0

  private struct KeptGroup: Hashable {
    let part: FactClass
    let until: Day
    let ground: String
  }

  init(
    _ order: ErasureOrder, _ groups: GroupReader, _ database: Database
  ) throws {
    isWhole = order.cause == .request
    job = ErasureJob(cause: order.cause, at: order.at, people: 0)
    for person in order.people { try add(person, groups, database) }
    finish()
  }

  var isEmpty: Bool { job.people == 0 }

  private mutating func add(
    _ person: ErasureOrder.Person, _ groups: GroupReader, _ database: Database
  ) throws {
    let members = try groups.component(
      of: groups.nodes(of: person.identifiers, database), database)
    var sealed = FactOpener.Sealed()
    try groups.opener.find(under: members, database, into: &sealed)
    let opened = try groups.opener.open(sealed)
    let listed = Set(person.facts)
    let chosen = choose(opened, listed)
    guard !chosen.isEmpty else { return }
    job.people += 1
    if isWhole {
      addresses.formUnion(person.identifiers.lazy.filter { $0.type == .email }.map(\.value))
    }
    for item in opened where chosen.contains(item.seq) {
      take(item, person.kept[item.fact.id], groups.hashes)
    }
    chooseCells(opened, chosen)
    try chooseNodes(opened, chosen, members, person, groups, database)
  }

  /// The numbers of the facts that go.
  ///
  /// Of a whole person everything under their origins; else only what can go with its key: where a
  /// fact came in since the order was made, the cell stays as it is.
  private func choose(_ opened: [OpenedFact], _ listed: Set<FactID>) -> Set<Int64> {
    if isWhole {
      let origins = Set(opened.lazy.filter { listed.contains($0.fact.id) }.map(\.origin))
      return Set(opened.lazy.filter { origins.contains($0.origin) }.map(\.seq))
    }
    let inUse = Set(opened.lazy.filter { !listed.contains($0.fact.id) }.map(\.cell))
    return Set(
      opened.lazy.filter { listed.contains($0.fact.id) && !inUse.contains($0.cell) }.map(\.seq))
  }

  private mutating func take(
    _ item: OpenedFact, _ kept: Keeping.Kept?, _ hashes: StoreHashes
  ) {
    let part = item.cell.part
    if let kept {
      let keptPart = kept.isInvoice ? .invoice : part
      job.kept.append(
        .init(seq: item.seq, part: keptPart, until: kept.until, ground: kept.ground))
      keptCounts[KeptGroup(part: keptPart, until: kept.until, ground: kept.ground), default: 0] += 1
    }
    if kept?.isInvoice ?? true { counts[.facts(part), default: 0] += 1 }
    if part == .purchases, item.hasInvoice, kept == nil {
      counts[.facts(.invoice), default: 0] += 1
    }
    if isWhole { seen += hashes.keys(of: item.fact.id) }
  }

  /// Whose keys are destroyed: those under which nothing is left.
  private mutating func chooseCells(_ opened: [OpenedFact], _ chosen: Set<Int64>) {
    var keptCells: Set<CellName> = []
    var origins: Set<Int64> = []
    let parts = Dictionary(job.kept.map { ($0.seq, $0.part) }) { one, _ in one }
    var invoices: Set<Int64> = []
    for item in opened {
      if chosen.contains(item.seq) {
        origins.insert(item.origin)
        if let part = parts[item.seq] {
          keptCells.insert(CellName(origin: item.origin, part: part))
        }
      } else {
        keptCells.insert(item.cell)
        if item.hasInvoice { invoices.insert(item.origin) }
      }
    }
    for origin in invoices { keptCells.insert(CellName(origin: origin, part: .invoice)) }
    for origin in origins.sorted() {
      let touched = Set(
        opened.lazy.filter { chosen.contains($0.seq) && $0.origin == origin }.map(\.cell.part))
      for part in FactClass.allCases {
        let name = CellName(origin: origin, part: part)
        guard !keptCells.contains(name) else { continue }
        if isWhole || touched.contains(part) || part == .invoice && touched.contains(.purchases) {
          job.cells.append(name)
        }
      }
      if isWhole { job.origins.append(origin) }
    }
  }

  /// Which look-ups go: those of identifiers that no other fact names.
  ///
  /// The rows of nodes say nothing of anybody. Where others were ever joined with who goes they stay:
  /// through them these belong together, and from them they have their opaque names.
  private mutating func chooseNodes(
    _ opened: [OpenedFact], _ chosen: Set<Int64>, _ members: [Int64],
    _ person: ErasureOrder.Person, _ groups: GroupReader, _ database: Database
  ) throws {
    let crowd = try CrowdedNodes(database)
    let rest = try NamedByRest(opened.filter { !chosen.contains($0.seq) }, crowd)
    let joined = rest.nodes.isEmpty ? [] : Set(members)
    let own = Set(person.identifiers)
    var (going, shared): (Set<Int64>, Set<Int64>) = ([], [])
    for item in opened where chosen.contains(item.seq) {
      for (node, identifier) in zip(item.nodes, FactNames.identifiers(in: item.fact))
      where !going.contains(node) && !shared.contains(node) {
        // Who stays is found by every name they ever had.
        guard isWhole || !joined.contains(node) else { continue }
        let hash = groups.hashes.identifier.hash(identifier.type.name, identifier.value)
        let linksNobody = try identifier.isBlocked || crowd.contains(node)
        if isWhole, own.contains(identifier), !linksNobody, !rest.people.contains(node) {
          suppressed.append(hash)
        }
        if linksNobody || rest.nodes.contains(node) {
          shared.insert(node)
        } else {
          going.insert(node)
          identifiers.append(hash)
        }
      }
    }
    chooseUses(of: going, opened)
    counts[.identifiers, default: 0] += going.count
    sharedCount += shared.count
    job.nodes += going.subtracting(joined).sorted()
    job.unnamed += going.intersection(joined).sorted()
    job.leftovers += shared.union(joined).sorted()
  }

  /// What was done with the data of a person, and what is reserved for them, stands under any of their
  /// nodes.
  private mutating func chooseUses(of going: Set<Int64>, _ opened: [OpenedFact]) {
    let keptProof = Set(job.kept.lazy.filter { $0.part == .proof }.map(\.seq))
    let kept = Set(opened.lazy.filter { keptProof.contains($0.seq) }.map(\.origin))
    let known = Set(job.cells)
    for node in going.sorted() {
      for part in [FactClass.proof, .messages] where part != .proof || !kept.contains(node) {
        let name = CellName(origin: node, part: part)
        if !known.contains(name) { job.cells.append(name) }
      }
    }
  }

  private mutating func finish() {
    counts[.keys] = job.cells.count
    let whats = FactClass.allCases.map { ErasureReport.What.facts($0) } + [.identifiers]
    for what in whats {
      if let count = counts[what], count > 0 { job.items.append(.init(what, count, .erased)) }
      let kept = keptCounts.filter { .facts($0.key.part) == what }
      for (group, count) in kept.sorted(by: { $0.key.until < $1.key.until }) {
        job.items.append(.init(what, count, .kept(ground: group.ground, until: group.until)))
      }
    }
    if sharedCount > 0 { job.items.append(.init(.identifiers, sharedCount, .shared)) }
  }
}

extension OpenedFact {
  /// Under which key it is sealed.
  fileprivate var cell: CellName {
    CellName(origin: origin, part: FactClass(of: fact.content.kind))
  }

  fileprivate var hasInvoice: Bool {
    if case .purchased = fact.content { true } else { false }
  }
}

/// Which nodes too many people share.
private struct CrowdedNodes {
  private let select: Command

  init(_ database: Database) throws {
    select = try Command(database, "SELECT 1 FROM crowded WHERE node = ?")
  }

  func contains(_ node: Int64) throws -> Bool {
    select.bind(node, at: 1)
    defer { select.reset() }
    return try select.step()
  }
}

/// What is named by facts that stay, of people who were ever joined with who goes.
private struct NamedByRest {
  private(set) var nodes: Set<Int64> = []
  /// Those of them that are somebody's: what was told of a name that many share is about nobody.
  private(set) var people: Set<Int64> = []

  init(_ facts: [OpenedFact], _ crowd: CrowdedNodes) throws {
    for item in facts {
      nodes.formUnion(item.nodes)
      nodes.insert(item.origin)
      let isOfNobody = try item.fact.origin?.isBlocked ?? true || crowd.contains(item.origin)
      if !isOfNobody { people.formUnion(item.nodes) }
    }
  }
}
