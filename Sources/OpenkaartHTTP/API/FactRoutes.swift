import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `POST /v1/facts`: takes in what happened, each fact once however often it is sent.
struct FactRoutes {
  let desk: Desk
  let metrics: Metrics
  let replays: Replays

  var endpoints: [Endpoint] {
    [Endpoint(.post, "/v1/facts", .key(.factsWrite), body: .lines, respond: take)]
  }

  @Sendable private func take(_ call: Call) async throws -> Response {
    try await replays.answer(call, at: "/v1/facts") { try await answer(call) }
  }

  private func answer(_ call: Call) async throws -> [UInt8] {
    let batch = try FactBatch(call)
    let results = batch.results(try await desk.take(batch.documents))
    for status in FactResult.Status.allCases {
      metrics.countFacts(results.count { $0.status == status }, status.rawValue)
    }
    return JSONWriter.bytes { json in
      json.object { json in
        json.key("counts")
        json.object { json in
          for status in FactResult.Status.allCases {
            json.key(status.rawValue)
            json.integer(results.count { $0.status == status })
          }
        }
        json.key("results")
        json.array { list in
          for result in results { result.write(to: &list, in: call.answerLanguage) }
        }
      }
    }
  }
}

/// What became of one item of a batch.
struct FactResult {
  let index: Int
  let status: Status
  let mistake: Problem.Mistake?

  init(index: Int, status: Status, mistake: Problem.Mistake? = nil) {
    self.index = index
    self.status = status
    self.mistake = mistake
  }

  init(_ receipt: Desk.Receipt, at index: Int) {
    switch receipt {
    case .added: self.init(index: index, status: .added)
    case .duplicate: self.init(index: index, status: .duplicate)
    case .refused(let error):
      self.init(
        index: index, status: error.code == "fact.conflict" ? .conflict : .rejected,
        mistake: .init(error))
    }
  }

  enum Status: String, CaseIterable {
    case added, duplicate, conflict, rejected
  }

  func write(to json: inout JSONWriter, in language: Language) {
    json.object { json in
      json.key("index")
      json.integer(index)
      json.key("status")
      json.string(status.rawValue)
      guard let mistake else { return }
      json.key("code")
      json.string(mistake.code)
      json.key("message")
      json.string(mistake.message[language])
      json.key("line")
      json.integer(mistake.position.line)
      json.key("column")
      json.integer(mistake.position.column)
    }
  }
}

/// A batch as it came in: one JSON array, or a JSON object a line.
struct FactBatch {
  /// Each item, in order: the document, or why it is none.
  private let items: [Result<Node, DocumentError>]
  init(_ call: Call) throws(Problem) {
    let items =
      call.mediaType == "application/x-ndjson"
      ? try Self.lines(call) : try call.nodes().map { .success($0) }
    guard items.count <= call.limits.batchItems else { throw Problem(.batchTooLarge) }
    guard !items.isEmpty else { throw Problem(.batchEmpty) }
    self.items = items
  }

  /// What can be read.
  var documents: [Node] { items.compactMap { try? $0.get() } }

  /// The result of every item, from what became of the documents.
  func results(_ receipts: [Desk.Receipt]) -> [FactResult] {
    var rest = receipts[...]
    return items.enumerated().compactMap { index, item in
      if case .failure(let error) = item {
        return FactResult(index: index, status: .rejected, mistake: .init(error))
      }
      return rest.popFirst().map { FactResult($0, at: index) }
    }
  }

  private static func lines(_ call: Call) throws(Problem) -> [Result<Node, DocumentError>] {
    var items: [Result<Node, DocumentError>] = []
    var number: Int32 = 0
    for line in call.body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 != UInt8(ascii: " ") && !(9...13 ~= $0) }) else { continue }
      guard items.count < call.limits.batchItems else { throw Problem(.batchTooLarge) }
      do {
        let node = try JSONReader.node(in: Array(line), limits: call.documentLimits)
        items.append(.success(node.onLine(number)))
      } catch {
        items.append(
          .failure(
            DocumentError(
              code: error.code, message: error.message,
              at: Position(line: number, column: error.position.column))))
      }
    }
    return items
  }
}

extension Node {
  /// The same value, said to stand on another line.
  fileprivate func onLine(_ line: Int32) -> Node {
    Node(content, at: Position(line: line, column: position.column))
  }
}
