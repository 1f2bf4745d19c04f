import ArgumentParser
import Foundation
import OpenkaartAudience
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// Times a question about everybody, over columns in memory.
struct BenchAudience: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audience", abstract: "Time a question about everybody, over columns in memory.",
    discussion: """
      Reads customers from a CSV file into columns and asks who may be reached: for a purpose and \
      channel (--bit: purpose times 4 plus channel), about a product line and a topic, on a day. \
      The rules are those of a policy that is built in; print it with --policy. Counts are by the \
      first reason: 0 allowed, 1 no consent, 2 complaint, 3 bought, 4 inactive, 5 and 6 too many \
      messages in 7 and 30 days, 7 topic. Tests/Bench/audience.py makes the file and asks other \
      engines the same.
      """)

  @Option(help: "The customers.") var csv: String?
  @Option(help: "Purpose times 4 plus channel, 0 to 23.") var bit = 0
  @Option(help: "The product line, 1 to 12.") var line = 5
  @Option(help: "The topic, 0 to 11.") var topic = 3
  @Option(
    name: .customLong("also"),
    help: """
      Other settings to count once, as bit,line,topic; may be given again. Their ids go to the file of \
      --ids with .1, .2 and so on behind it.
      """) var others: [String] = []
  @Option(help: "The day, in UTC.") var today = "2026-11-01"
  @Option(help: "How many threads.") var threads = 2
  @Option(help: "How many times, after one to warm up; the median counts.") var runs = 15
  @Option(help: "Where to write the ids of the allowed, one a line.") var ids: String?
  @Flag(help: "Print the built-in policy.") var policy = false
  @Flag(help: "Print the figures as JSON.") var json = false

  func run() async throws {
    if policy { return print(String(decoding: PackageResources.audience_yaml, as: UTF8.self)) }
    guard let csv else { throw ValidationError("Give the customers with --csv.") }
    let gate = try makeGate()
    let at = try moment()
    let layout = Layout(of: gate)
    let clock = ContinuousClock()
    let start = clock.now
    let columns = try BenchCustomers(path: csv, today: at, layout: layout).load()
    let loaded = clock.now - start
    let settings =
      try [Setting(bit: bit, line: line, topic: topic)] + others.map { try Setting($0) }
    let questions = try settings.map { setting in
      guard let question = ColumnQuestion(columns, use: try setting.use(layout), at: at) else {
        throw ValidationError("The columns cannot tell this question.")
      }
      return question
    }
    let question = questions[0]
    var figures = Figures(
      customers: columns.people, threads: threads, load: loaded.seconds,
      bytesPerCustomer: Double(columns.byteCount) / Double(max(1, columns.people)),
      bytesRead: question.bytesRead)
    try await measure(question, into: &figures)
    print(json ? figures.json : figures.text)
    for (number, question) in questions.enumerated().dropFirst() {
      figures.count(question.firstRules(in: 0..<question.blockCount))
      print("{\"setting\": \"\(others[number - 1])\", \"counts\": {\(figures.countsText)}}")
      try write(
        [question.allowedKeys(in: 0..<question.blockCount)], to: ids.map { "\($0).\(number)" })
    }
  }

  private func write(_ keys: [[UInt32]], to path: String?) throws {
    guard let path else { return }
    let text = keys.joined().lazy.map(String.init).joined(separator: "\n") + "\n"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func makeGate() throws -> Gate {
    let draft = PolicyDraft(
      bytes: PackageResources.audience_yaml, path: "audience.yaml",
      zones: try .system(names: ["UTC"]))
    guard let policy = draft.policy else { throw PolicyFileError.mistakes(draft) }
    return Gate(policy: policy, zones: draft.zones)
  }

  private func moment() throws -> Timestamp {
    guard let day = Day(iso: today) else {
      throw ValidationError("--today: write the day as 2026-11-01.")
    }
    return ZoneRules.utc.start(of: day)
  }

  private func measure(_ question: ColumnQuestion, into figures: inout Figures) async throws {
    let blocks = question.blockCount
    let first = await timed {
      await BlockWorkers.run(blocks: blocks, tasks: threads) { question.firstRules(in: $0) }
        .reduce(FirstRules(), +)
    }
    figures.count(first.value)
    figures.counting = first.seconds
    let keys = await timed {
      await BlockWorkers.run(blocks: blocks, tasks: threads) { question.allowedKeys(in: $0) }
    }
    figures.listing = keys.seconds
    let every = await timed {
      await BlockWorkers.run(blocks: blocks, tasks: threads) { question.count(in: $0) }
        .reduce(ColumnCount(), +)
    }
    figures.everyReason = every.seconds
    figures.waits = every.value.open
    figures.machine = await machineBandwidth()
    try write(keys.value, to: ids)
  }

  /// The median of several runs after one to warm up.
  private func timed<Value>(_ body: () async -> Value) async -> (value: Value, seconds: Double) {
    var value = await body()
    var times: [Double] = []
    let clock = ContinuousClock()
    for _ in 0..<max(1, runs) {
      let start = clock.now
      value = await body()
      times.append((clock.now - start).seconds)
    }
    return (value, times.sorted()[times.count / 2])
  }

  /// How many bytes a second these threads can read from memory at all.
  private func machineBandwidth() async -> Double {
    let lines = (0..<(1 << 22)).map { SIMD8<UInt64>(repeating: UInt64(truncatingIfNeeded: $0)) }
    let blocks = lines.count / 512
    let time = await timed {
      await BlockWorkers.run(blocks: blocks, tasks: threads) { range in
        lines.withUnsafeBufferPointer { lines in
          var sum = SIMD8<UInt64>.zero
          for line in range.lowerBound * 512..<range.upperBound * 512 { sum ^= lines[line] }
          return sum.wrappedSum()
        }
      }.reduce(UInt64(0), &+)
    }
    return Double(lines.count * 64) / time.seconds
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

/// What is asked.
private struct Setting {
  let bit: Int
  let line: Int
  let topic: Int

  init(bit: Int, line: Int, topic: Int) {
    self.bit = bit
    self.line = line
    self.topic = topic
  }

  /// Reads `bit,line,topic`.
  init(_ text: String) throws {
    let numbers = text.split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 3 else { throw ValidationError("--also: write bit,line,topic.") }
    self.init(bit: numbers[0], line: numbers[1], topic: numbers[2])
  }

  func use(_ layout: Layout) throws -> Use {
    guard layout.pairs.indices.contains(bit), 1...12 ~= line, layout.topics.indices.contains(topic)
    else { throw ValidationError("--bit is 0 to 23, --line 1 to 12, --topic 0 to 11.") }
    let pair = layout.pairs[bit]
    return Use(
      subject: [], purpose: pair.purpose, channel: pair.channel,
      activity: .init(id: "bench", productLine: "line\(line)", topic: layout.topics[topic]))
  }
}

/// What was measured.
private struct Figures {
  let customers: Int
  let threads: Int
  let load: Double
  let bytesPerCustomer: Double
  let bytesRead: Int
  /// By the numbers of the question.
  var counts = [Int](repeating: 0, count: 8)
  /// To be asked one by one.
  var open = 0
  /// Of whom every reason is told, and not whether waiting would be enough.
  var waits = 0
  var counting = 0.0
  var listing = 0.0
  var everyReason = 0.0
  var machine = 0.0

  mutating func count(_ first: FirstRules) {
    counts = [Int](repeating: 0, count: 8)
    counts[0] = first.allowed
    open = first.open
    for (rule, count) in first.stopped {
      let number =
        switch rule {
        case "P01": 2
        case "P11": 3
        case "P05o": 4
        case "P02.1": 5
        case "P02.2": 6
        case "P10": 7
        default: 1
        }
      counts[number] += count
    }
  }

  private var rows: [(key: String, value: Double)] {
    [
      ("loadSeconds", load), ("seconds", counting), ("secondsIds", listing),
      ("secondsEveryReason", everyReason), ("bytesPerCustomer", bytesPerCustomer),
      ("bytesPerSecond", Double(bytesRead) / counting), ("machineBytesPerSecond", machine),
    ]
  }

  var countsText: String {
    counts.enumerated().map { "\"\($0)\": \($1)" }.joined(separator: ", ")
  }

  var json: String {
    let rows = rows.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    return """
      {"customers": \(customers), "threads": \(threads), "counts": {\(countsText)}, "open": \(open), \
      "doubtfulWaits": \(waits), \
      "bytesRead": \(bytesRead), \(rows)}
      """
  }

  var text: String {
    let names = [
      "allowed", "no consent", "complaint", "bought", "inactive", "7 days", "30 days", "topic",
    ]
    let counts = zip(names, counts).map { "  \($0): \($1)" }.joined(separator: "\n")
    func ms(_ seconds: Double) -> String { String(format: "%.2f ms", seconds * 1000) }
    return """
      \(customers) customers, \(threads) threads, \(String(format: "%.1f", bytesPerCustomer)) \
      bytes a customer
      \(counts)
      counts by first reason: \(ms(counting)); ids: \(ms(listing)); every reason of everybody: \
      \(ms(everyReason))
      \(bytesRead) bytes read, \(String(format: "%.1f", Double(bytesRead) / counting / 1e9)) GB/s; \
      this machine reads \(String(format: "%.1f", machine / 1e9)) GB/s
      """
  }
}
