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
    for fact in mapping.facts {
      for (column, position) in fact.columns {
        find(column, at: position, ambiguous: ambiguous)
      }
    }
    // A default that many facts take is one mistake.
    diagnostics = Set(diagnostics).sorted { ($0.position, $0.code) < ($1.position, $1.code) }
    if let snapshotKey {
      let before = diagnostics.count
      find(snapshotKey, at: Position(line: 1, column: 1), ambiguous: ambiguous)
      keyDiagnostic = diagnostics.count > before ? diagnostics.removeLast() : nil
    }
  }

  /// The place of a column as the mapping names it; capitals and double spaces do not count.
  func index(of column: String) -> Int? { places[column] }

  private mutating func find(_ column: String, at position: Position, ambiguous: Set<String>) {
    let name = Self.normalised(column)
    if let index = indices[name] {
      used.insert(index)
      places[column] = index
      guard ambiguous.contains(name) else { return }
      diagnostics.append(
        Diagnostic(
          severity: .error, code: "map.twice",
          message: LocalizedText(
            nl: "Het bestand heeft meer dan één kolom \(DocumentError.quoted(column)).",
            en: "The file has more than one column \(DocumentError.quoted(column))."),
          remedy: LocalizedText(
            nl: "Geef de kolommen in het bestand verschillende namen.",
            en: "Give the columns different names in the file."),
          position: position))
      return
    }
    diagnostics.append(
      Diagnostic(
        severity: .error, code: "map.unknownColumn",
        message: LocalizedText(
          nl: "Het bestand heeft geen kolom \(DocumentError.quoted(column)).",
          en: "The file has no column \(DocumentError.quoted(column))."),
        remedy: remedy(for: column), position: position))
  }

  /// Names what is there, unless the first row looks like data, which no message may show.
  private func remedy(for column: String) -> LocalizedText {
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
