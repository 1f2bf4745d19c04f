import Synchronization

/// Numbers about the server, for the people who keep it running; none of them is about a person.
///
/// - SeeAlso: Prometheus text exposition format 0.0.4.
final class Metrics: Sendable {
  private let state = Mutex(State())

  private struct State {
    var requests: [Request: Int] = [:]
    var durations: [String: Histogram] = [:]
    var refusals: [String: Int] = [:]
    var facts: [String: Int] = [:]
    var decisions: [String: Int] = [:]
  }

  private struct Request: Hashable {
    let method: String
    let route: String
    let status: Int
  }

  /// How often an answer took at most so long.
  private struct Histogram {
    /// The upper bounds, in microseconds.
    static let bounds: [Int64] = [
      500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000,
    ]

    var counts = Array(repeating: 0, count: bounds.count + 1)
    var sum: Int64 = 0

    mutating func add(_ microseconds: Int64) {
      counts[Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count] += 1
      sum += microseconds
    }
  }

  /// Counts an answer.
  func count(method: String, route: String, status: Int, microseconds: Int64) {
    state.withLock { state in
      state.requests[Request(method: method, route: route, status: status), default: 0] += 1
      state.durations[route, default: Histogram()].add(microseconds)
    }
  }

  /// Counts a request that was turned away, by the code of its problem.
  func countRefusal(_ code: ProblemCode) {
    state.withLock { $0.refusals[code.rawValue, default: 0] += 1 }
  }

  /// Counts facts by what became of them.
  func countFacts(_ number: Int, _ result: String) {
    guard number > 0 else { return }
    state.withLock { $0.facts[result, default: 0] += number }
  }

  /// Counts decisions by their outcome.
  func countDecision(_ outcome: String) {
    state.withLock { $0.decisions[outcome, default: 0] += 1 }
  }
}

extension Metrics {
  /// All numbers as text, and `gauges`, which are read at the moment of asking.
  func exposition(gauges: [Gauge]) -> String {
    let state = state.withLock { $0 }
    var page = Exposition()
    for gauge in gauges {
      page.family(gauge.name, "gauge", gauge.help)
      page.sample(gauge.name, gauge.labels, gauge.value)
    }
    page.family("openkaart_http_requests_total", "counter", "Answers, by route and status.")
    for (request, count) in state.requests.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      page.sample(
        "openkaart_http_requests_total",
        [("method", request.method), ("route", request.route), ("status", "\(request.status)")],
        "\(count)")
    }
    write(state.durations, to: &page)
    for (name, label, help, counts) in [
      ("openkaart_http_refused_total", "code", "Requests refused, by code.", state.refusals),
      ("openkaart_facts_total", "result", "Facts offered, by what became of them.", state.facts),
      ("openkaart_decisions_total", "outcome", "Decisions, by outcome.", state.decisions),
    ] {
      page.family(name, "counter", help)
      for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
        page.sample(name, [(label, value)], "\(count)")
      }
    }
    return page.text
  }

  private func write(_ durations: [String: Histogram], to page: inout Exposition) {
    let name = "openkaart_http_request_duration_seconds"
    page.family(name, "histogram", "How long answers took to make.")
    for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
      var total = 0
      for (index, count) in histogram.counts.enumerated() {
        total += count
        let bound =
          index < Histogram.bounds.count
          ? Exposition.seconds(Histogram.bounds[index]) : "+Inf"
        page.sample("\(name)_bucket", [("route", route), ("le", bound)], "\(total)")
      }
      page.sample("\(name)_sum", [("route", route)], Exposition.seconds(histogram.sum))
      page.sample("\(name)_count", [("route", route)], "\(total)")
    }
  }
}

/// A number that goes up and down.
struct Gauge {
  let name: String
  let help: String
  var labels: [(String, String)] = []
  let value: String
}

/// The text in which Prometheus reads numbers.
private struct Exposition {
  private(set) var text = ""

  mutating func family(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
    let inside = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    text += inside.isEmpty ? "\(name) \(value)\n" : "\(name){\(inside)} \(value)\n"
  }

  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for character in value {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// Microseconds as seconds, exact.
  static func seconds(_ microseconds: Int64) -> String {
    let fraction = String(microseconds % 1_000_000)
    var digits = String(repeating: "0", count: 6 - fraction.count) + fraction
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(microseconds / 1_000_000)" + (digits.isEmpty ? "" : ".\(digits)")
  }
}
