internal import Crypto
internal import OpenkaartCore
internal import OpenkaartService

/// An erasure as it stands with the keys: enough to do it again on a restored backup, and no more.
///
/// It names nobody: numbers of nodes and of facts that are gone.
struct ErasureJob: Sendable {
  var cause: ErasureOrder.Cause
  var at: Timestamp
  var people: Int
  /// Whose keys are destroyed.
  var cells: [CellName] = []
  /// Origins under which nothing stays.
  var origins: [Int64] = []
  /// Nodes that no fact names any more.
  var nodes: [Int64] = []
  /// Nodes that others have too, or that were joined with others.
  var leftovers: [Int64] = []
  /// Of these, the nodes whose look-ups go: they stay as mere numbers.
  var unnamed: [Int64] = []
  var kept: [KeptCell] = []
  /// Cells that were kept until now.
  var expired: [KeptName] = []
  var items: [ErasureReport.Item] = []

  /// A cell that stays, apart from the facts.
  struct KeptCell: Hashable, Sendable {
    let seq: Int64
    let part: FactClass
    let until: Day
    let ground: String
  }

  /// Which of the cells that were kept.
  struct KeptName: Hashable, Sendable {
    let seq: Int64
    let part: FactClass
  }

  /// How far a job is; the numbers stand in the store.
  enum State: Int64, Sendable {
    /// What is to be done is written down.
    case begun = 1
    /// Rows and keys are gone.
    case gone = 2
    /// No byte is left in a journal.
    case final = 3
    /// The log holds its end.
    case told = 4
  }

  func report(number: Int?, _ state: ErasureReport.State) -> ErasureReport {
    ErasureReport(
      number: number, cause: cause, at: at, people: people, items: items, state: state)
  }
}

// MARK: - As bytes

extension ErasureJob {
  func sealed(_ key: SymmetricKey) throws -> [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return try SealedCell.seal(json.bytes, named: "erasure", using: key)
  }

  private func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("cause")
      json.string(cause.rawValue)
      json.key("at")
      json.integer(at.milliseconds)
      json.key("people")
      json.integer(people)
      json.key("cells")
      json.array { list in
        for cell in cells { list.integers([cell.origin, Int64(cell.part.rawValue)]) }
      }
      for (name, numbers) in [
        ("origins", origins), ("nodes", nodes), ("leftovers", leftovers), ("unnamed", unnamed),
      ] {
        json.key(name)
        json.integers(numbers)
      }
      json.key("kept")
      json.array { list in
        for cell in kept {
          list.array { json in
            json.integer(cell.seq)
            json.integer(Int(cell.part.rawValue))
            json.string(cell.until.iso)
            json.string(cell.ground)
          }
        }
      }
      json.key("expired")
      json.array { list in
        for cell in expired { list.integers([cell.seq, Int64(cell.part.rawValue)]) }
      }
      json.key("items")
      json.array { list in
        for item in items { item.write(to: &list) }
      }
    }
  }

  /// Opens a job; `nil` when it was damaged.
  init?(sealed: [UInt8], _ key: SymmetricKey) {
    let limits = DocumentLimits(bytes: 1 << 30, depth: 8, nodes: 1 << 26, textBytes: 1 << 20)
    guard let bytes = SealedCell.open(sealed, named: "erasure", using: key),
      let node = try? JSONReader.node(in: bytes, limits: limits),
      let cause = node["cause"]?.text.flatMap(ErasureOrder.Cause.init(rawValue:)),
      let at = node["at"]?.number, let people = node["people"]?.number
    else { return nil }
    self.cause = cause
    self.at = Timestamp(milliseconds: at)
    self.people = Int(people)
    cells = Self.pairs(node["cells"]).map { CellName(origin: $0, part: $1) }
    expired = Self.pairs(node["expired"]).map { KeptName(seq: $0, part: $1) }
    origins = node["origins"]?.items.compactMap(\.number) ?? []
    nodes = node["nodes"]?.items.compactMap(\.number) ?? []
    leftovers = node["leftovers"]?.items.compactMap(\.number) ?? []
    unnamed = node["unnamed"]?.items.compactMap(\.number) ?? []
    kept = (node["kept"]?.items ?? []).compactMap { cell in
      let parts = cell.items
      guard parts.count == 4, let seq = parts[0].number,
        let part = parts[1].number.flatMap({ UInt8(exactly: $0) }).flatMap(FactClass.init),
        let until = parts[2].text.flatMap({ Day(iso: $0) }), let ground = parts[3].text
      else { return nil }
      return KeptCell(seq: seq, part: part, until: until, ground: ground)
    }
    items = (node["items"]?.items ?? []).compactMap { ErasureReport.Item($0) }
  }

  private static func pairs(_ list: Node?) -> [(Int64, FactClass)] {
    (list?.items ?? []).compactMap { pair in
      let numbers = pair.items.compactMap(\.number)
      guard numbers.count == 2, let part = UInt8(exactly: numbers[1]).flatMap(FactClass.init)
      else { return nil }
      return (numbers[0], part)
    }
  }
}

extension Node {
  fileprivate var items: [Node] { if case .array(let nodes) = content { nodes } else { [] } }
  fileprivate var text: String? { if case .string(let text) = content { text } else { nil } }
  fileprivate var number: Int64? {
    if case .number(let text) = content { Int64(text) } else { nil }
  }
}

extension JSONWriter {
  fileprivate mutating func integers(_ numbers: [Int64]) {
    array { list in
      for number in numbers { list.integer(number) }
    }
  }
}
