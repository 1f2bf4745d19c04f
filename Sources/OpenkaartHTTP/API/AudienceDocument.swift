import OpenkaartCore
import OpenkaartSegments
import OpenkaartService

/// How many may be reached and why the others may not, as JSON.
struct AudienceDocument {
  private let question: AudienceQuestion
  private let gate: Gate
  private let funnel: Funnel
  /// What only asking one by one tells.
  private let count: AudienceCount?

  init(count: AudienceTotals) {
    (question, gate, funnel) = (count.question, count.gate, count.funnel)
    self.count = nil
  }

  init(count: AudienceCount) {
    (question, gate, funnel) = (count.question, count.gate, count.funnel)
    self.count = count
  }

  private func text(_ moment: Timestamp) -> String {
    moment.rfc3339(offsetSeconds: gate.zone.offset(at: moment))
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("purpose")
      json.string(question.purpose)
      json.key("channel")
      json.string(question.channel.rawValue)
      if let segment = question.segment {
        json.key("segment")
        SegmentName(segment).write(to: &json)
      }
      json.key("at")
      json.string(text(question.at))
      json.key("policyVersion")
      json.string(gate.policy.version)
      json.key("total")
      json.integer(funnel.total)
      for (key, counts) in [
        ("allow", funnel.allowed), ("later", funnel.later), ("deny", funnel.denied),
        ("givenAtAll", funnel.anywhere), ("onlyReason", funnel.only),
      ] {
        json.key(key)
        json.object { json in
          for (code, count) in counts.sorted(by: { $0.key < $1.key }) {
            json.key(code.rawValue)
            json.integer(count)
          }
        }
      }
      if let count { write(count, to: &json) }
    }
  }

  private func write(_ count: AudienceCount, to json: inout JSONWriter) {
    if question.segment != nil {
      json.key("outsideSegment")
      json.integer(count.outside)
    }
    json.key("underContacted")
    json.integer(count.underContacted)
    guard let forecast = count.forecast else { return }
    json.key("forecast")
    json.array { list in
      for moment in forecast.moments {
        list.object { json in
          json.key("at")
          json.string(text(moment.at))
          for (key, number) in [
            ("allow", moment.allowed), ("later", moment.later), ("deny", moment.denied),
            ("gained", moment.gained), ("lost", moment.lost),
          ] {
            json.key(key)
            json.integer(number)
          }
        }
      }
    }
  }
}

/// Which segment it is, as JSON.
struct SegmentName {
  let segment: Segment

  init(_ segment: Segment) { self.segment = segment }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("id")
      if let id = segment.id { json.string(id) } else { json.null() }
      json.key("where")
      json.string(segment.condition.line)
    }
  }
}
