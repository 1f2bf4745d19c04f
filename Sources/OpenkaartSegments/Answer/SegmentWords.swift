public import OpenkaartCore

/// A test and what it found, as a sentence for people.
public struct SegmentWords: Sendable {
  private let policy: Policy
  private let language: Language

  public init(policy: Policy, in language: Language) {
    self.policy = policy
    self.language = language
  }

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  /// What was found, as `yes`, `no` or `not known`.
  public func word(_ answer: SegmentAnswer) -> String {
    switch answer {
    case .yes: words("ja", "yes")
    case .no: words("nee", "no")
    case .unknown: words("niet bekend", "not known")
    }
  }

  /// What is asked, in a few words.
  public func sentence(_ test: SegmentTest) -> String {
    switch test {
    case .bought(let line, let times, let cents, let span):
      return words("Kocht ", "Bought ") + (line.map(label) ?? words("iets", "anything"))
        + (times.map { " " + bound($0, words("keer", "times")) } ?? "")
        + (cents.map { words(" voor ", " for ") + bound($0, words("cent", "cents")) } ?? "")
        + within(span)
    case .did(let event, let property, let times, let span):
      return words("Deed ", "Did ") + DocumentError.quoted(event)
        + (property.map { _ in words(" met het gevraagde kenmerk", " with the property asked") }
          ?? "") + " " + bound(times, words("keer", "times")) + within(span)
    case .attribute(let name, let test): return attribute(name, test)
    case .age(let bound): return words("Is ", "Is ") + self.bound(bound, words("jaar", "years old"))
    case .topic(let topic, let isWanted):
      return wish(isWanted) + words(" het onderwerp ", " the topic ") + DocumentError.quoted(topic)
    case .channel(let channel, let isWanted):
      return wish(isWanted) + words(" het kanaal ", " the channel ") + channel.label[language]
    case .consent(let purpose, let channel, let state):
      let label = policy.purpose(purpose)?.label[language] ?? purpose
      return words("Toestemming voor ", "Consent for ") + "\(label), \(channel.label[language]): "
        + word(state)
    case .recency(let isWithin, let span):
      return isWithin
        ? words("Laatste aankoop in de laatste ", "Last purchase in the last ") + text(span)
        : words("Laatste aankoop langer geleden dan ", "Last purchase longer ago than ")
          + text(span)
    case .frequency(let bound, let span):
      return words("Kocht op ", "Bought on ") + self.bound(bound, words("dagen", "days"))
        + within(span)
    case .monetary(let bound, let span):
      return words("Besteedde ", "Spent ") + self.bound(bound, words("cent", "cents"))
        + within(span)
    }
  }

  private func attribute(_ name: String, _ test: SegmentTest.AttributeTest) -> String {
    let name = DocumentError.quoted(name)
    return switch test {
    case .isOneOf(let values) where values.count == 1:
      name + words(" is wat u noemt", " is as asked")
    case .isOneOf: name + words(" is één van wat u noemt", " is one of those asked")
    case .before(let day): name + words(" is vóór ", " is before ") + day.iso
    case .since(let day): name + words(" is op of na ", " is on or after ") + day.iso
    case .number(let bound): name + words(" is ", " is ") + self.bound(bound, "")
    case .isKnown: name + words(" is bekend", " is known")
    }
  }

  private func label(_ line: String) -> String {
    policy.productLines.first { $0.id == line }?.label[language] ?? line
  }

  private func wish(_ isWanted: Bool) -> String {
    isWanted ? words("Wil", "Wants") : words("Wil niet", "Does not want")
  }

  private func within(_ span: Span?) -> String {
    span.map { words(" in de laatste ", " in the last ") + text($0) } ?? ""
  }

  private func bound(_ bound: Bound, _ what: String) -> String {
    let kind =
      switch bound.kind {
      case .atLeast: words("minstens", "at least")
      case .atMost: words("hoogstens", "at most")
      case .exactly: words("precies", "exactly")
      }
    return "\(kind) \(bound.value)" + (what.isEmpty ? "" : " \(what)")
  }

  private func text(_ span: Span) -> String {
    guard language == .nl else { return span.text }
    return switch span.unit {
    case .hours: "\(span.count) uur"
    case .days: span.count == 1 ? "dag" : "\(span.count) dagen"
    case .months: span.count == 1 ? "maand" : "\(span.count) maanden"
    }
  }

  private func word(_ state: ConsentState) -> String {
    switch state {
    case .given: words("gegeven", "given")
    case .withdrawn: words("ingetrokken", "withdrawn")
    case .refused: words("geweigerd", "refused")
    case .expired: words("verlopen", "expired")
    case .unconfirmed: words("niet bevestigd", "not confirmed")
    case .invalid: words("niet geldig", "not valid")
    case .missing: words("niet gevraagd of gegeven", "not asked or given")
    }
  }
}
