import ArgumentParser
import Foundation
import OpenkaartAudience
import OpenkaartCore
import OpenkaartFiles
import OpenkaartSQL
import OpenkaartSegments
import OpenkaartService

struct SQLRowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rows", abstract: "Write the rows of the tables, out of files of your own.",
    discussion: """
      Reads files of facts as `openkaart audience --facts` does, keeps nothing, and writes a file of \
      comma-separated values for each table into a new folder that only you can read. People are \
      numbers; --show-identifiers also writes who they are, to openkaart_name.csv. The rows are true \
      from the moment of writing on, as long as no fact comes in: write them anew before each run. They \
      are personal data.

      Example: openkaart sql rows --facts crm.csv --map crm.yaml --out rows
      """)

  @Option(
    name: .customLong("facts"), parsing: .upToNextOption, help: "Files with facts, CSV or NDJSON.")
  var files: [String]
  @Option(parsing: .upToNextOption, help: "The mappings of the CSV files, in the same order.")
  var map: [String] = []
  @Option(help: "The folder to make, for the files.") var out: String
  @Flag(name: .customLong("show-identifiers"), help: "Also write who the numbers are.")
  var showIdentifiers = false
  @OptionGroup var options: SQLOptions

  func run() async throws {
    try await tellingFailures(in: options.lang) {
      let (file, gate) = try options.load()
      var inputs = AudienceInputs(policy: file, language: options.lang)
      try inputs.read(files, mappings: map)
      let rows = try RowFiles(in: out, gate: gate, at: .now, namesPeople: showIdentifiers)
      try await MemoryStore(facts: inputs.intake.store.facts).forEachGroup {
        try await rows.add($0)
      }
      let people = try await rows.finish()
      let counted = options.lang.count(people, .people)
      printError(
        options.words(
          "\(counted) \(people == 1 ? "staat" : "staan") in \(out).",
          "\(counted) \(people == 1 ? "is" : "are") in \(out)."))
    }
  }
}

/// The files of rows while they are written.
private actor RowFiles {
  private let folder: String
  private let gate: Gate
  private let moment: Timestamp
  private let namesPeople: Bool
  private let table: PersonTable
  private var columns: Columns
  private var files: [String: FileHandle] = [:]
  private var waiting: [String: String] = [:]
  private var people: UInt32 = 0

  private static let names = "openkaart_name"

  /// Makes the folder, which must not be there yet.
  init(in folder: String, gate: Gate, at moment: Timestamp, namesPeople: Bool) throws {
    self.folder = folder
    self.gate = gate
    self.moment = moment
    self.namesPeople = namesPeople
    table = PersonTable(of: gate)
    columns = Columns(Layout(of: gate), since: moment)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandError.text(
        LocalizedText(
          nl: "De map \(folder) kan niet worden gemaakt. Noem er een die er nog niet is.",
          en: "The folder \(folder) cannot be made. Name one that is not there yet."))
    }
    var files: [String: FileHandle] = [:]
    var headers = ([table.people, PersonTable.standings] + FactTables.all).map {
      (name: $0.name, header: $0.header)
    }
    if namesPeople { headers.append((Self.names, "person,type,value")) }
    for (name, header) in headers {
      let path = "\(folder)/\(name).csv"
      guard
        FileManager.default.createFile(
          atPath: path, contents: Data("\(header)\n".utf8), attributes: [.posixPermissions: 0o600]),
        let file = FileHandle(forWritingAtPath: path)
      else { throw InputError.notWritten(path) }
      try file.seekToEnd()
      files[name] = file
    }
    self.files = files
  }

  /// Writes the people of a group.
  func add(_ group: FactGroup) throws {
    let known = Population(group, knownAt: moment).people(at: moment)
    // Who is who can change with time where several people are, or where addresses are shared.
    let isAlone = known.count == 1 && group.heard.isEmpty && group.crowded.isEmpty
    for person in known {
      if isAlone {
        _ = columns.add(person.profile, key: people, at: moment)
      } else {
        _ = columns.addApart(key: people, at: moment)
      }
      let subject = SegmentPerson(
        person, in: group, isOnlyOne: known.count == 1, by: gate, knownAt: moment)
      let rows = FactRows(of: subject, number: Int64(people), policy: gate.policy, at: moment)
      for (table, line) in rows.lines { try write(line, to: table.name) }
      if namesPeople { try writeNames(of: person) }
      people += 1
    }
  }

  private func writeNames(of person: Population.Person) throws {
    for name in person.identifiers(at: moment) {
      let value = name.value.replacing("\"", with: "\"\"")
      try write("\(people),\(name.type.name),\"\(value)\"", to: Self.names)
    }
  }

  /// Writes what is left.
  ///
  /// - Returns: How many people there are.
  func finish() throws -> Int {
    try table.rows(of: columns) { try write($0, to: table.people.name) }
    for line in PersonTable.standings(of: columns) {
      try write(line, to: PersonTable.standings.name)
    }
    for (name, file) in files {
      try flush(name)
      try file.close()
    }
    return Int(people)
  }

  private func write(_ line: String, to name: String) throws {
    waiting[name, default: ""] += "\(line)\n"
    if waiting[name, default: ""].utf8.count > 1 << 16 { try flush(name) }
  }

  private func flush(_ name: String) throws {
    guard let text = waiting.removeValue(forKey: name) else { return }
    do {
      try files[name]?.write(contentsOf: Data(text.utf8))
    } catch {
      throw InputError.notWritten("\(folder)/\(name).csv")
    }
  }
}
