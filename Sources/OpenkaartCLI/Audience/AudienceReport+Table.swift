import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartSegments
import OpenkaartService

extension AudienceReport {
  /// The funnel: each person once, by the first reason; how often a reason is given at all beside it.
  var table: [String] {
    let heads = [
      words("mensen", "people"), words("deel", "share"), words("reden ook", "also given"),
    ]
    var lines = [heads.map { Self.right($0, 12) }.joined()]
    lines += group(words("Mag", "Allowed"), asked.funnel.allowed, asked.funnel.allowedCount)
    lines += group(words("Later", "Later"), asked.funnel.later, asked.funnel.laterCount)
    // Reasons that are never the first one stand here too: mending the first would not be enough.
    let hidden = asked.funnel.anywhere.keys.filter {
      asked.funnel.later[$0] == nil && asked.funnel.denied[$0] == nil
    }
    let denied = asked.funnel.denied.merging(hidden.map { ($0, 0) }) { first, _ in first }
    lines += group(words("Mag niet", "Denied"), denied, asked.funnel.deniedCount)
    lines.append(row(asked.funnel.total, nil, words("Samen", "Total")))
    lines.append(
      words(
        "Ieder telt één keer, bij de eerste reden; met + bij hoeveel anderen die reden ook geldt.",
        "Everybody counts once, by the first reason; + is for how many others it holds too."))
    return lines + alone + beside
  }

  /// What is told beside the reasons: who waits for us, who is outside the segment, the coming days.
  private var beside: [String] {
    var lines: [String] = []
    if asked.underContacted > 0 {
      lines.append(
        words(
          "Van wie het mag, vroegen er \(number(asked.underContacted)) om berichten zonder er een "
            + "te krijgen.",
          "Of those allowed, asked for messages and got none: \(number(asked.underContacted))."))
    }
    if let segment = asked.question.segment {
      lines.append(
        words("Alleen wie hoort bij: ", "Only those in: ") + segment.condition.line + " ("
          + words("\(number(asked.outside)) niet).", "\(number(asked.outside)) are not)."))
    }
    return lines + days
  }

  private var days: [String] {
    guard let forecast = asked.forecast else { return [] }
    return [
      "",
      words(
        "De komende dagen, als er niets gebeurt dan dat de tijd verstrijkt",
        "The coming days, if nothing happens but that time passes"),
    ]
      + forecast.moments.map { moment in
        let change =
          moment.gained + moment.lost == 0
          ? "" : "  +\(number(moment.gained)) −\(number(moment.lost))"
        return Self.right(number(moment.allowed), 12) + "  "
          + asked.gate.zone.text(of: moment.at, in: language) + change
      }
  }

  /// Who would be reached if one rule did not hold, most people first.
  private var alone: [String] {
    let codes = asked.funnel.only.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !codes.isEmpty else { return [] }
    let listed = codes.prefix(5).map { "\($0.key.rawValue) \(number($0.value))" }
    return [
      words("Zonder deze ene reden mag er meer: ", "Without this one reason more are allowed: ")
        + listed.joined(separator: ", ") + "."
    ]
  }

  private func group(_ title: String, _ counts: [ReasonCode: Int], _ total: Int) -> [String] {
    let codes = counts.keys.sorted { one, other in
      let (left, right) = (counts[one] ?? 0, counts[other] ?? 0)
      if left != right { return left > right }
      let (more, less) = (asked.funnel.anywhere[one] ?? 0, asked.funnel.anywhere[other] ?? 0)
      return left > 0 || more == less ? one < other : more > less
    }
    let rules = RuleWords(asked.gate, asked.question, in: language)
    return [row(total, nil, title)]
      + codes.map { code in
        let count = counts[code] ?? 0
        let others = (asked.funnel.anywhere[code] ?? count) - count
        return row(count, others, "  \(code.rawValue)  \(rules.sentence(code))")
      }
  }

  private func row(_ count: Int, _ others: Int?, _ text: String) -> String {
    let isNeverFirst = others != nil && count == 0
    return Self.right(isNeverFirst ? "" : number(count), 12)
      + Self.right(isNeverFirst ? "" : share(count), 12)
      + Self.right(others.map { $0 > 0 ? "+\(number($0))" : "" } ?? "", 12) + "  " + text
  }

  /// A share of everybody in tenths of a percent, rounded.
  private func share(_ count: Int) -> String {
    let tenths =
      asked.funnel.total == 0 ? 0 : (count * 2000 + asked.funnel.total) / (asked.funnel.total * 2)
    return "\(tenths / 10)\(words(",", "."))\(tenths % 10) %"
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension AudienceReport {
  /// The same as one JSON object, for programs.
  var json: String {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.key("purpose")
      json.string(asked.question.purpose)
      json.key("channel")
      json.string(asked.question.channel.rawValue)
      json.key("at")
      json.string(
        asked.question.at.rfc3339(
          offsetSeconds: asked.gate.zone.offset(at: asked.question.at)))
      json.key("policyVersion")
      json.string(asked.gate.policy.version)
      json.key("total")
      json.integer(asked.funnel.total)
      for (key, counts) in [
        ("allow", asked.funnel.allowed), ("later", asked.funnel.later),
        ("deny", asked.funnel.denied),
        ("givenAtAll", asked.funnel.anywhere), ("onlyReason", asked.funnel.only),
      ] {
        json.key(key)
        json.counts(counts.map { ($0.key.rawValue, $0.value) })
      }
      writeBeside(to: &json)
      writeIntake(to: &json)
    }
    return json.text
  }

  private func writeBeside(to json: inout JSONWriter) {
    if let segment = asked.question.segment {
      json.key("where")
      json.string(segment.condition.line)
      json.key("outsideSegment")
      json.integer(asked.outside)
    }
    json.key("underContacted")
    json.integer(asked.underContacted)
    guard let forecast = asked.forecast else { return }
    json.key("forecast")
    json.array { list in
      for moment in forecast.moments {
        list.object { json in
          json.key("at")
          json.string(
            moment.at.rfc3339(offsetSeconds: asked.gate.zone.offset(at: moment.at)))
          for (key, count) in [
            ("allow", moment.allowed), ("later", moment.later), ("deny", moment.denied),
            ("gained", moment.gained), ("lost", moment.lost),
          ] {
            json.key(key)
            json.integer(count)
          }
        }
      }
    }
  }

  private func writeIntake(to json: inout JSONWriter) {
    guard let inputs else { return }
    let report = inputs.intake.report
    json.key("facts")
    json.counts(report.taken.map { ($0.key.rawValue, $0.value) })
    for (key, count) in [
      ("duplicates", report.duplicates), ("conflicts", report.conflicts),
      ("rejected", report.rejected), ("maskedCitizenNumbers", report.maskedCitizenNumbers),
      ("claimedConsents", asked.gaps.claimedConsents),
      ("peopleWithoutPoint", asked.gaps.peopleWithoutPoint),
      ("purchasesWithoutOptOut", asked.gaps.purchasesWithoutOptOut),
    ] {
      json.key(key)
      json.integer(count)
    }
    json.key("files")
    json.array { json in
      for file in inputs.reports {
        json.object { json in
          json.key("file")
          json.string(file.file)
          json.key("rows")
          json.integer(file.rows)
          json.key("rejects")
          json.counts(file.rejectCounts.map { ($0.key, $0.value) })
        }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func counts(_ counts: [(String, Int)]) {
    object { json in
      for (key, count) in counts.sorted(by: { $0.0 < $1.0 }) {
        json.key(key)
        json.integer(count)
      }
    }
  }
}
