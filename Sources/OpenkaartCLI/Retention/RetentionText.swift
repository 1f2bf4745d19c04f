import OpenkaartCore
import OpenkaartService

/// What goes by the policy, for people to read.
struct RetentionText {
  let report: RetentionRun.Report
  let policy: Policy
  let isPlan: Bool
  let language: Language

  private typealias Line = (line: RetentionRun.Report.Line, count: RetentionRun.Report.Count)

  private var lines: [Line] {
    report.lines.map { (line: $0.key, count: $0.value) }.sorted {
      ($0.line.part.rawValue, $0.line.reason, $0.line.purposes.joined())
        < ($1.line.part.rawValue, $1.line.reason, $1.line.purposes.joined())
    }
  }

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  var text: String {
    guard report.people > 0 || !report.erasures.isEmpty else {
      return words("Er gaat niets weg.", "Nothing goes.")
    }
    let people = language.count(report.people, .people)
    let head =
      isPlan
      ? words("Van \(people) zou dit weggaan:", "Of \(people) this would go:")
      : words("Van \(people) is dit gewist:", "Of \(people) this was erased:")
    return ([head] + lines.map(text(of:)) + report.customers.map { "  \($0)" } + [end])
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func text(of entry: Line) -> String {
    let (line, count) = entry
    let why =
      switch line.reason {
      case "unclassified":
        words("hoort bij geen categorie van het beleid", "in no category of the policy")
      case "proofOver": words("bewijs dat niet meer nodig is", "proof that is not needed any more")
      default:
        words("voorbij voor: ", "ended for: ")
          + line.purposes.map { policy.purpose($0)?.label[language] ?? $0 }.joined(separator: ", ")
      }
    return "  \(language.count(count.facts, .facts)) (\(line.part.label[language])) "
      + words("van", "of") + " \(language.count(count.people, .people)): \(why)"
  }

  private var end: String {
    if isPlan { return words("Er is niets gewijzigd.", "Nothing was changed.") }
    return report.erasures.contains { $0.state == .notFinal }
      ? words(
        "Nog niet definitief. Probeer het zo weer: openkaart rights finish --data MAP --lang nl",
        "Not final yet. Try again in a while: openkaart rights finish --data DIR")
      : words("Definitief.", "Final.")
  }

  var json: String {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.key("at")
      json.string(report.at.rfc3339())
      json.key("people")
      json.integer(report.people)
      json.key("lines")
      json.array { list in
        for (line, count) in lines { Self.write(line, count, to: &list) }
      }
      json.key("customers")
      json.array { list in
        for customer in report.customers { list.string(customer.text) }
      }
      json.key("erasures")
      json.array { list in
        for erasure in report.erasures { erasure.write(to: &list) }
      }
    }
    return json.text
  }

  private static func write(
    _ line: RetentionRun.Report.Line, _ count: RetentionRun.Report.Count, to json: inout JSONWriter
  ) {
    json.object { json in
      json.key("class")
      json.string(line.part.name)
      json.key("reason")
      json.string(line.reason)
      json.key("purposes")
      json.array { list in
        for purpose in line.purposes { list.string(purpose) }
      }
      json.key("people")
      json.integer(count.people)
      json.key("facts")
      json.integer(count.facts)
    }
  }
}
