import ArgumentParser
import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartSQLite
import OpenkaartService

/// Times an import, from a file of rows to sealed facts that are on the disk.
struct BenchImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Time how fast rows of a file become durable facts.",
    discussion: """
      Writes a file of invented customers, a row each with three identifiers and seven attributes, \
      and takes it in as `openkaart import` does, into a folder of its own that it removes.
      """)

  @Option(help: "How many rows to take in.") var rows = 100_000
  @Option(help: "Where to make the folder.") var directory = FileManager.default
    .temporaryDirectory.path
  @Option(help: "Keep the data in this folder, which must not be there yet.") var keep: String?
  @Flag(help: "Print the figures as JSON.") var json = false

  func run() async throws {
    let work = directory + "/openkaart-bench-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: work) }
    try CustomerRows.write(rows, to: work + "/customers.csv")
    try CustomerRows.mapping.write(
      toFile: work + "/map.yaml", atomically: false, encoding: .utf8)
    let data = keep ?? work + "/data"
    let store = try SQLiteStore(at: data)
    let before = Usage.now
    let start = ContinuousClock.now
    try await take(work + "/customers.csv", by: work + "/map.yaml", into: store)
    let wall = start.duration(to: .now)
    let after = Usage.now
    try await store.close()
    let figures = Figures(
      rows: rows, wall: wall, processor: after.processor - before.processor, memory: after.memory,
      bytes: try BenchStore.size(of: data))
    print(json ? figures.json : figures.text)
  }

  private func take(_ file: String, by map: String, into store: SQLiteStore) async throws {
    let input = try InputFile(file)
    let mapping = try MappingFile(map)
    let zones = try ZoneTable.system(names: ["Europe/Amsterdam"])
    let survey = try input.survey()
    let feed = try TableFeed(
      input.content, named: input.name, mapping: mapping.mapping,
      zone: zones["Europe/Amsterdam"] ?? .utc, knowledge: .since(BenchWorld.now), survey: survey)
    let report = try await FileImport(
      into: store,
      file: ImportedFile(
        of: survey, mapping: mapping.bytes, source: mapping.mapping.source)
    ).run(feed)
    guard report.intake.factCount == rows else {
      throw ValidationError("Not every row was taken in.")
    }
  }

  private struct Figures {
    let rows: Int
    let wall: Duration
    let processor: Int
    let memory: Int
    let bytes: Int

    private var rate: Int { rows * 1_000_000 / max(1, wall.nanoseconds / 1000) }
    private var cores: String { Usage.cores == 1 ? "one core" : "\(Usage.cores) cores" }
    private var cost: String { String(format: "%.1f", Double(processor) / Double(rows)) }

    var text: String {
      """
      taken in on \(cores): \(rate) rows/s (goal: 50,000 on two, 25,000 on one)
      a row: \(cost) µs of one core, \(bytes / rows) bytes on disk
      memory: \(memory >> 20) MB at most
      """
    }

    var json: String {
      var writer = JSONWriter()
      writer.object { writer in
        for (name, value) in [
          ("cores", Usage.cores), ("rows", rows), ("rowsPerSecond", rate),
          ("processorMicroseconds", processor), ("memoryBytes", memory), ("diskBytes", bytes),
        ] {
          writer.key(name)
          writer.integer(value)
        }
      }
      return writer.text
    }
  }
}

/// What this process took of the machine.
struct Usage {
  /// Microseconds of all cores together.
  let processor: Int
  /// The most memory that was in use at once, in bytes.
  let memory: Int

  static var now: Usage {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)
    let time = [usage.ru_utime, usage.ru_stime].map { $0.tv_sec * 1_000_000 + Int($0.tv_usec) }
    return Usage(processor: time.reduce(0, +), memory: usage.ru_maxrss * 1024)
  }

  /// How many cores the process may use: fewer than there are when it was started with `taskset`.
  static var cores: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
    return line?.split(separator: "\t").last?.compactMap { $0.hexDigitValue?.nonzeroBitCount }
      .reduce(0, +) ?? ProcessInfo.processInfo.activeProcessorCount
  }
}

/// A file as a CRM would export it.
private enum CustomerRows {
  static let mapping = """
    source: crm
    dates: dd-MM-yyyy
    timeZone: Europe/Amsterdam
    subject: {customerNumber: klantnr}
    occurredAt: gewijzigd
    facts:
      - kind: described
        identifiers: {email: e-mail, phone: telefoon}
        attributes:
          givenName: voornaam
          familyName: achternaam
          postalCode: postcode
          houseNumber: huisnr
          city: plaats
          birthDate: geboortedatum
          personType: {column: soort, values: {P: consumer, B: company}}
    """

  static func write(_ count: Int, to path: String) throws {
    let given = ["Anna", "Jan", "Kees", "Marijke", "Sophie", "Daan", "Fatima", "Mohammed"]
    let family = ["de Vries", "Jansen", "van den Berg", "Bakker", "Visser", "Smit", "El Amrani"]
    let cities = ["Utrecht", "Amsterdam", "Rotterdam", "Groningen", "Breda"]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    var text =
      "klantnr;voornaam;achternaam;e-mail;telefoon;postcode;huisnr;plaats;geboortedatum;soort;"
      + "gewijzigd\n"
    for row in 0..<count {
      text += "\(100_000 + row);\(given[row % 8]);\(family[row % 7]);klant.\(row)@example.nl;"
      text += "06-\(10_000_000 + row);\(1000 + row % 9000) AB;\(1 + row % 200);\(cities[row % 5]);"
      text += "\(two(1 + row % 28))-\(two(1 + row % 12))-\(1940 + row % 65);P;"
      text += "\(two(1 + row % 28))-\(two(1 + row % 12))-2025\n"
    }
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }
}
