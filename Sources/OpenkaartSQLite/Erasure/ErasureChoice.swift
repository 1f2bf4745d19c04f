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
  private mutating func chooseNodes(
    _ opened: [OpenedFact], _ chosen: Set<Int64>, _ members: [Int64],
    _ person: ErasureOrder.Person, _ groups: GroupReader, _ database: Database
  ) throws {
    var still: Set<Int64> = []
    for item in opened where !chosen.contains(item.seq) {
      still.formUnion(item.nodes)
      still.insert(item.origin)
    }
    let own = Set(person.identifiers)
    let keptProof = Set(job.kept.lazy.filter { $0.part == .proof }.map(\.seq))
    var gone: Set<Int64> = []
    var left = Set(still.isEmpty ? [] : members)
    let crowded = try Command(database, "SELECT 1 FROM crowded WHERE node = ?")
    for item in opened where chosen.contains(item.seq) {
      for (node, identifier) in zip(item.nodes, FactNames.identifiers(in: item.fact))
      where !gone.contains(node) && !left.contains(node) {
        crowded.bind(node, at: 1)
        let isCrowded = try crowded.step()
        if isCrowded { crowded.reset() }
        if isCrowded || identifier.isBlocked || still.contains(node) {
          left.insert(node)
          continue
        }
        gone.insert(node)
        let hash = groups.hashes.identifier.hash(identifier.type.name, identifier.value)
        identifiers.append(hash)
        if isWhole, own.contains(identifier) { suppressed.append(hash) }
      }
    }
    left.subtract(gone)
    // What was done with the data of a person, and what is reserved for them, stands under any of
    // their nodes.
    let kept = Set(
      job.kept.isEmpty ? [] : opened.lazy.filter { keptProof.contains($0.seq) }.map(\.origin))
    let known = Set(job.cells)
    for node in gone.sorted() {
      for part in [FactClass.proof, .messages] where part != .proof || !kept.contains(node) {
        let name = CellName(origin: node, part: part)
        if !known.contains(name) { job.cells.append(name) }
      }
    }
    counts[.identifiers, default: 0] += gone.count
    job.nodes += gone.sorted()
    job.leftovers += left.sorted()
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
    if !job.leftovers.isEmpty {
      job.items.append(.init(.identifiers, job.leftovers.count, .shared))
    }
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
