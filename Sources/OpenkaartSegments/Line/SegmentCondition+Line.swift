internal import OpenkaartCore

extension SegmentCondition {
  /// The condition as one line that people can read, and that ``init(line:)`` reads back.
  public var line: String { line(inside: .alone) }

  /// How tightly what stands around it binds.
  private enum Around { case alone, all, not }

  private func line(inside around: Around) -> String {
    switch self {
    case .test(let test): return test.line
    case .not(let inner): return "not " + inner.line(inside: .not)
    case .all(let parts):
      let line = parts.map { $0.line(inside: .all) }.joined(separator: " and ")
      return around == .alone ? line : "(\(line))"
    case .any(let parts):
      let line = parts.map { part in
        // An inner `or` keeps its own brackets, so that the tree is read back as it was.
        if case .any = part { return part.line(inside: .all) }
        if case .all = part { return part.line(inside: .alone) }
        return part.line(inside: .all)
      }.joined(separator: " or ")
      return around == .alone ? line : "(\(line))"
    }
  }
}

extension SegmentTest {
  /// The test as it stands in a line.
  public var line: String {
    switch self {
    case .bought(let line, let times, let cents, let span):
      "bought " + (line.map(Self.name) ?? "anything") + Self.times(times)
        + (cents.map { " for \($0.line) cents" } ?? "") + Self.within(span)
    case .did(let event, let property, let times, let span):
      "did " + Self.name(event)
        + (property.map { " with \(Self.name($0.name)) = \(Self.name($0.value))" } ?? "")
        + (times == .once ? "" : Self.times(times)) + Self.within(span)
    case .attribute(let name, let test): "attribute \(Self.name(name)) \(test.line)"
    case .age(let bound): "age \(bound.line)"
    case .topic(let topic, let isWanted):
      (isWanted ? "wants" : "rejects") + " topic " + Self.name(topic)
    case .channel(let channel, let isWanted):
      (isWanted ? "wants" : "rejects") + " channel " + channel.rawValue
    case .consent(let purpose, let channel, let state):
      "consent \(Self.name(purpose)) by \(channel.rawValue) is \(state.rawValue)"
    case .recency(let isWithin, let span):
      "recency \(isWithin ? "within" : "before") \(span.text)"
    case .frequency(let bound, let span): "frequency \(bound.line)" + Self.within(span)
    case .monetary(let bound, let span): "monetary \(bound.line) cents" + Self.within(span)
    }
  }

  private static func times(_ bound: Bound?) -> String { bound.map { " \($0.line) times" } ?? "" }
  private static func within(_ span: Span?) -> String { span.map { " in \($0.text)" } ?? "" }

  /// A name as it stands in a line: in quotes unless it is a plain word with no meaning of its own.
  static func name(_ text: String) -> String {
    if SegmentToken.isPlain(text) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

extension Bound {
  var line: String {
    switch kind {
    case .atLeast: "at least \(value)"
    case .atMost: "at most \(value)"
    case .exactly: "exactly \(value)"
    }
  }
}

extension SegmentTest.AttributeTest {
  var line: String {
    switch self {
    case .isOneOf(let values) where values.count == 1: "is \(SegmentTest.name(values[0]))"
    case .isOneOf(let values):
      "is one of (\(values.map(SegmentTest.name).joined(separator: ", ")))"
    case .before(let day): "before \(day.iso)"
    case .since(let day): "since \(day.iso)"
    case .number(let bound): bound.line
    case .isKnown: "is known"
    }
  }
}
