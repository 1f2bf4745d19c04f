internal import OpenkaartCore

/// A mapping whose columns were found in the header of one file.
struct BoundMapping: Sendable {
  let mapping: Mapping
  let columns: [String]
  private let indices: [String: Int]
  private var places: [String: Int] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  /// What is wrong with the column that names the rows of a full export.
  private(set) var keyDiagnostic: Diagnostic?
  /// The columns that some fact reads.
  private(set) var used: Set<Int> = []

  init(_ mapping: Mapping, to columns: [String], snapshotKey: String? = nil) {
    self.mapping = mapping
    self.columns = columns
    var indices: [String: Int] = [:]
    var ambiguous: Set<String> = []
    for (index, column) in columns.enumerated() where !column.isEmpty {
      let name = Self.normalised(column)
      if indices.updateValue(index, forKey: name) != nil { ambiguous.insert(name) }
    }
    self.indices = indices
    // A default that many facts take is one mistake.
    var mistakes: Set<Mistake> = []
    for fact in mapping.facts {
      for (column, position) in fact.columns {
        guard let kind = find(column, ambiguous: ambiguous) else { continue }
        mistakes.insert(Mistake(kind: kind, column: column, position: position))
      }
    }
    tell(mistakes)
    if let snapshotKey, let kind = find(snapshotKey, ambiguous: ambiguous) {
      let place = Position(line: 1, column: 1)
      keyDiagnostic = diagnostic(
        Mistake(kind: kind, column: snapshotKey, position: place), namesAll: true)
    }
  }

  /// The place of a column as the mapping names it; capitals and double spaces do not count.
  func index(of column: String) -> Int? { places[column] }

  /// What is wrong with a column that the mapping names.
  private struct Mistake: Hashable {
    enum Kind { case unknown, twice }

    let kind: Kind
    let column: String
    let position: Position
  }

  private mutating func find(_ column: String, ambiguous: Set<String>) -> Mistake.Kind? {
    let name = Self.normalised(column)
    guard let index = indices[name] else { return .unknown }
    used.insert(index)
    places[column] = index
    return ambiguous.contains(name) ? .twice : nil
  }

  /// Tells mistakes in the order of the mapping; only the first lists every column there is.
  private mutating func tell(_ mistakes: Set<Mistake>) {
    var namesAll = true
    for mistake in mistakes.sorted(by: { ($0.position, $0.column) < ($1.position, $1.column) }) {
      diagnostics.append(diagnostic(mistake, namesAll: namesAll))
      if mistake.kind == .unknown { namesAll = false }
    }
  }

  private func diagnostic(_ mistake: Mistake, namesAll: Bool) -> Diagnostic {
    let column = DocumentError.quoted(mistake.column)
    return switch mistake.kind {
    case .twice:
      Diagnostic(
        severity: .error, code: "map.twice",
        message: LocalizedText(
          nl: "Het bestand heeft meer dan één kolom \(column).",
          en: "The file has more than one column \(column)."),
        remedy: LocalizedText(
          nl: "Geef de kolommen in het bestand verschillende namen.",
          en: "Give the columns different names in the file."),
        position: mistake.position)
    case .unknown:
      Diagnostic(
        severity: .error, code: "map.unknownColumn",
        message: LocalizedText(
          nl: "Het bestand heeft geen kolom \(column).", en: "The file has no column \(column)."),
        remedy: remedy(for: mistake.column, namesAll: namesAll), position: mistake.position)
    }
  }

  /// Names what is there, unless the first row looks like data, which no message may show.
  private func remedy(for column: String, namesAll: Bool) -> LocalizedText {
    let named = columns.filter { !$0.isEmpty }
    let looksLikeData = named.contains { name in
      name.utf8.contains(UInt8(ascii: "@")) || name.utf8.count > 60
        || name.utf8.count { 0x30...0x39 ~= $0 } > 3
    }
    guard !looksLikeData else {
      return LocalizedText(
        nl: "De eerste rij lijkt op gegevens. Noem de kolommen in de mapping: "
          + "`format: {columns: [eerste, tweede, …]}`.",
        en: "Its first row looks like data. Name the columns in the mapping: "
          + "`format: {columns: [first, second, …]}`.")
    }
    let hint = LocalizedText.didYouMean(NearestWord.nearest(to: column, among: named))
    guard namesAll else {
      return LocalizedText(
        nl: "\(hint.nl)Zie de namen hierboven.", en: "\(hint.en)See the names above.")
    }
    let shown = named.prefix(40).map { $0.unicodeScalars.contains { $0.value < 0x20 } ? "?" : $0 }
    let all = shown.joined(separator: ", ")
    return LocalizedText(
      nl: "\(hint.nl)Er zijn: \(all).", en: "\(hint.en)It has: \(all).")
  }

  private static func normalised(_ column: String) -> String {
    column.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension FactMapping {
  /// Every column this fact reads, with where the mapping names it.
  var columns: [(name: String, position: Position)] {
    var columns = conditions.map { ($0.column, $0.position) }
    for cell in [group, id, occurredAt.cell].compactMap(\.self) {
      columns.append((cell.column, cell.position))
    }
    columns += subject.columns
    for field in fields { columns += field.value.columns }
    return columns
  }
}

extension ValueMapping {
  var columns: [(name: String, position: Position)] {
    switch self {
    case .cell(let cell): [(cell.column, cell.position)]
    case .constant: []
    case .object(let fields): fields.flatMap(\.value.columns)
    case .list(let values): values.flatMap(\.columns)
    }
  }
}
