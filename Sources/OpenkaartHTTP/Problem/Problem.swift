import HTTPTypes
import Hummingbird
import OpenkaartCore

/// A refusal on its way out: what is wrong, where, and what to do.
///
/// It never holds a value that was sent, only names of fields.
///
/// - SeeAlso: RFC 9457.
struct Problem: Error {
  let code: ProblemCode
  /// What is wrong with this request in particular, beside what the code says.
  var detail: LocalizedText?
  /// Each mistake with its place.
  var mistakes: [Mistake] = []
  /// What would have been taken, for codes that say so.
  var accepts: [String] = []
  /// The scope that is missing, for `key.scope`.
  var scope: String?
  /// What the log knows this refusal by, for faults.
  var instance: String?
  var headers: HTTPFields = [:]

  init(_ code: ProblemCode, detail: LocalizedText? = nil) {
    self.code = code
    self.detail = detail
  }

  /// One thing that is wrong in the body.
  struct Mistake {
    let code: String
    let message: LocalizedText
    let position: Position
    /// The place in the list, from 0, if a list was sent.
    var index: Int?

    init(_ error: DocumentError, index: Int? = nil) {
      code = error.code
      message = error.message
      position = error.position
      self.index = index
    }

    init(_ diagnostic: Diagnostic) {
      code = diagnostic.code
      message = diagnostic.sentences
      position = diagnostic.position
    }
  }
}

extension Problem {
  /// A body that cannot be read as JSON at all.
  static func unreadable(_ error: DocumentError) -> Problem {
    let isSize = ["json.bytes", "json.nodes", "json.depth", "json.textLength"].contains(error.code)
    var problem = Problem(isSize ? .requestTooLarge : .requestMalformed)
    problem.mistakes = [Mistake(error)]
    return problem
  }

  /// A body that is JSON and not what was asked for.
  static func invalid(_ error: DocumentError, index: Int? = nil) -> Problem {
    var problem = Problem(.requestInvalid)
    problem.mistakes = [Mistake(error, index: index)]
    return problem
  }
}

extension Problem {
  /// The most mistakes that are told at once.
  static let mostMistakes = 100

  /// The answer, with its sentences in the language that was asked for.
  func response(in language: Language) -> Response {
    var json = JSONWriter()
    write(to: &json, in: language)
    var headers = headers
    headers[.contentType] = "application/problem+json"
    headers[.contentLanguage] = language.rawValue
    return Response(
      status: .init(code: code.status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
  }

  private func write(to json: inout JSONWriter, in language: Language) {
    json.object { json in
      json.key("type")
      json.string("/problems#\(code.rawValue)")
      json.key("title")
      json.string(code.title[language])
      json.key("status")
      json.integer(code.status)
      if let detail {
        json.key("detail")
        json.string(detail[language])
      }
      if let instance {
        json.key("instance")
        json.string(instance)
      }
      json.key("code")
      json.string(code.rawValue)
      json.key("next")
      json.string(code.next[language])
      if let scope {
        json.key("scope")
        json.string(scope)
      }
      if !accepts.isEmpty {
        json.key("accepts")
        json.array { list in
          for word in accepts { list.string(word) }
        }
      }
      if !mistakes.isEmpty {
        json.key("errors")
        json.array { list in
          for mistake in mistakes.prefix(Self.mostMistakes) {
            mistake.write(to: &list, in: language)
          }
        }
      }
    }
  }
}

extension Problem.Mistake {
  func write(to json: inout JSONWriter, in language: Language) {
    json.object { json in
      if let index {
        json.key("index")
        json.integer(index)
      }
      json.key("code")
      json.string(code)
      json.key("message")
      json.string(message[language])
      json.key("line")
      json.integer(position.line)
      json.key("column")
      json.integer(position.column)
    }
  }
}
