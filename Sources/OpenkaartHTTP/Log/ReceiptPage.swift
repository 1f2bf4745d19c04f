public import OpenkaartCore
public import OpenkaartService

/// A receipt of the log as a page to print: what the entry says in plain words, and how to check it.
///
/// It needs nothing beside it: no style, picture or script is fetched.
public struct ReceiptPage: Sendable {
  private let maker: PageMaker
  private let words: Words
  private let reasons: Words
  private let language: Language

  /// - Throws: `DocumentError` when a text of the pages is missing.
  public init(in language: Language) throws {
    maker = try PageMaker()
    words = maker.words.table("receipt", in: language)
    reasons = maker.words.table("reasons", in: language)
    self.language = language
  }

  /// The page, as HTML.
  ///
  /// - Parameters:
  ///   - receipt: What was recorded, and its proof.
  ///   - key: The key by which the log is checked; `nil` when it is gone.
  ///   - file: The name of the file with the proof.
  /// - Returns: The page; nothing of what was recorded can become a part of it but its text.
  public func html(of receipt: EntryReceipt, key: String?, file: String) -> String {
    let record = Record(receipt.record)
    var values: [String: Any] = [
      "lang": language.rawValue, "title": words("title", ["number": "\(receipt.number)"]),
      "what": what(record), "rows": rows(record, at: receipt.at), "file": file,
      "record": String(decoding: receipt.record, as: UTF8.self), "key": key ?? false as Any,
      "command": "openkaart-verify proof \(file) --key '\(key ?? words("noKey"))'",
      "isSigned": receipt.proof != nil,
    ]
    values["whole"] = record.running.map { words("whole", ["running": $0]) } ?? false as Any
    return maker.text("receipt", in: language, values)
  }

  private func what(_ record: Record) -> String {
    let kind = record["kind"] ?? ""
    if kind == "decided" {
      let why = record.reasons.first.map { reasons($0) } ?? words("unknownWhy")
      switch record["outcome"] {
      case "allow": return words("allowed")
      case "later": return words("waited", ["why": why])
      default: return words("refused", ["why": why])
      }
    }
    // A fact says who told it; what was done with data does not.
    if record["source"] == nil, UsageEntry.Kind(rawValue: kind) != nil {
      return words("did-\(kind)")
    }
    guard let fact = FactKind(rawValue: kind) else { return words("other") }
    return words("learned", ["what": fact.label[language]])
  }

  private func rows(_ record: Record, at moment: Timestamp) -> [[String: Any]] {
    var rows: [(String, String?)] = [
      ("happened", (record["occurredAt"] ?? record["at"]).map(time)),
      ("entered", ZoneRules.utc.text(of: moment, in: language)),
      ("told", record["source"]), ("by", record["by"]), ("purpose", record["purpose"]),
      ("channel", record["channel"].flatMap(Channel.init)?.label[language]),
      ("activity", record["activity"]), ("policy", record["policyVersion"]),
    ]
    if record["kind"] == "decided" {
      rows.append(("why", record.reasons.map { reasons($0) }.joined(separator: "; ")))
    }
    return rows.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : ["name": words(name), "value": $0] }
    }
  }

  private func time(_ text: String) -> String {
    Timestamp(rfc3339: text).map { ZoneRules.utc.text(of: $0, in: language) } ?? text
  }

  /// What stands in a record: its running number, and what it tells.
  private struct Record {
    let running: String?
    private let parts: [Node]

    init(_ bytes: [UInt8]) {
      let lines = bytes.split(separator: UInt8(ascii: "\n"))
      let number = Array("number ".utf8)
      running = lines.first { $0.starts(with: number) }.map {
        String(decoding: $0.dropFirst(number.count), as: UTF8.self)
      }
      parts = lines.filter { $0.first == UInt8(ascii: "{") }.compactMap {
        try? JSONReader.node(in: Array($0))
      }
    }

    subscript(_ key: String) -> String? {
      for part in parts {
        if case .string(let text)? = part[key]?.content { return text }
      }
      return nil
    }

    /// The codes of the reasons, hard stops first.
    var reasons: [String] {
      guard case .array(let nodes)? = parts.first?["reasons"]?.content else { return [] }
      return nodes.compactMap { node in
        if case .string(let code) = node.content { code } else { nil }
      }
    }
  }
}
