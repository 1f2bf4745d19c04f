import OpenkaartCore
import OpenkaartService

/// How the people of an audience are written: a JSON object a line, or rows of CSV.
enum MemberFormat: Sendable {
  case lines
  case table

  /// Takes the form that `Accept` likes, JSON lines when it takes anything.
  init(accepting header: String?) throws(Problem) {
    for type in Self.types(in: header) {
      switch type {
      case "application/x-ndjson", "application/*", "*/*":
        self = .lines
        return
      case "text/csv", "text/*":
        self = .table
        return
      default: continue
      }
    }
    var problem = Problem(.requestNotAcceptable)
    problem.accepts = ["application/x-ndjson", "text/csv"]
    throw problem
  }

  static func refuseUnlessJSON(_ header: String?) throws(Problem) {
    let types = Self.types(in: header)
    if types.contains(where: { ["application/json", "application/*", "*/*"].contains($0) }) {
      return
    }
    var problem = Problem(.requestNotAcceptable)
    problem.accepts = ["application/json"]
    throw problem
  }

  /// The media types of the header in its order; one without is `*/*`.
  static func types(in header: String?) -> [String] {
    guard let header, header.contains(where: { !$0.isWhitespace }) else { return ["*/*"] }
    return header.lowercased().split(separator: ",").compactMap { part in
      part.split(separator: ";").first.map { $0.filter { !$0.isWhitespace } }
    }
  }

  var mediaType: String {
    switch self {
    case .lines: "application/x-ndjson"
    case .table: "text/csv; charset=utf-8; header=present"
    }
  }

  var suffix: String {
    switch self {
    case .lines: "ndjson"
    case .table: "csv"
    }
  }

  /// What comes before the first person.
  var head: [UInt8] {
    switch self {
    case .lines: []
    case .table: Array("customer,outcome,until,contactPoint,reasons\r\n".utf8)
    }
  }

  /// One person; none of the words can hold what CSV or a spreadsheet would misread.
  func row(of answer: Inquiry.Answer, _ customer: CustomerID?, by gate: Gate) -> [UInt8] {
    let decision = answer.decision
    let until = decision.until.map { $0.rfc3339(offsetSeconds: gate.zone.offset(at: $0)) }
    let point = decision.contactPoint.map { _ in "\(answer.use.channel.rawValue)-1" }
    let codes = decision.reasons.map(\.code.rawValue)
    switch self {
    case .table:
      let cells = [
        customer?.text ?? "", decision.outcome.rawValue, until ?? "", point ?? "",
        codes.joined(separator: " "),
      ]
      return Array((cells.joined(separator: ",") + "\r\n").utf8)
    case .lines:
      return JSONWriter.bytes { json in
        json.object { json in
          json.key("customer")
          if let customer { json.string(customer.text) } else { json.null() }
          json.key("outcome")
          json.string(decision.outcome.rawValue)
          json.key("until")
          if let until { json.string(until) } else { json.null() }
          if let point {
            json.key("contactPoint")
            json.string(point)
          }
          json.key("reasons")
          json.array { list in
            for code in codes { list.string(code) }
          }
        }
      } + [UInt8(ascii: "\n")]
    }
  }
}
