import Foundation
public import OpenkaartCore

/// A file that answers the interview, so that a script can make a policy.
public enum InterviewAnswers {
  /// Why the answers cannot be used.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable
    case document(DocumentError)

    /// What is wrong and what to do, for people.
    public var message: LocalizedText {
      switch self {
      case .unreadable:
        LocalizedText(
          nl: "Het bestand is niet te lezen. Kijk of het er is en of u het mag lezen.",
          en: "The file cannot be read. Check that it is there and that you may read it.")
      case .document(let error): error.located
      }
    }

    public var description: String { message.en }
  }

  /// Reads the answers in the file at `path`, by the name of their question.
  public static func read(path: String) throws(Failure) -> [String: String] {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable }
    do {
      return try answers(in: [UInt8](data))
    } catch {
      throw .document(error)
    }
  }

  /// Reads answers: texts, numbers, true or false, and lists of texts.
  public static func answers(in bytes: [UInt8]) throws(DocumentError) -> [String: String] {
    let limits = DocumentLimits(bytes: 1 << 18, nodes: 1_000, textBytes: 1 << 14)
    let node = try YAMLReader.node(in: bytes, limits: limits)
    guard case .object(let members) = node.content else {
      throw DocumentError(
        code: "answers.notAnObject",
        message: LocalizedText(
          nl: "Schrijf één antwoord per regel, zoals `company: Voorbeeld`.",
          en: "Write one answer per line, such as `company: Example`."),
        at: node.position)
    }
    var answers: [String: String] = [:]
    for member in members {
      guard PolicyInterview.Question(rawValue: member.key) != nil else { throw unknown(member) }
      answers[member.key] = try text(of: member.value)
    }
    return answers
  }

  private static func unknown(_ member: Node.Member) -> DocumentError {
    let known = PolicyInterview.Question.allCases.map(\.rawValue)
    let hint = LocalizedText.didYouMean(NearestWord.nearest(to: member.key, among: known))
    let all = known.joined(separator: ", ")
    return DocumentError(
      code: "answers.unknownQuestion",
      message: LocalizedText(
        nl: "Die vraag is er niet. \(hint.nl)De vragen: \(all).",
        en: "There is no such question. \(hint.en)Questions: \(all)."),
      at: member.keyPosition)
  }

  private static func text(of node: Node) throws(DocumentError) -> String {
    switch node.content {
    case .null: return ""
    case .bool(let bool): return bool ? "yes" : "no"
    case .number(let text), .string(let text): return text
    case .array(let nodes):
      var parts: [String] = []
      for node in nodes { parts.append(try text(of: node)) }
      return parts.joined(separator: ", ")
    case .object:
      throw DocumentError(
        code: "answers.wrong",
        message: LocalizedText(
          nl: "Schrijf hier een tekst of een lijst van teksten.",
          en: "Write a text or a list of texts here."),
        at: node.position)
    }
  }
}
