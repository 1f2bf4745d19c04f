internal import OpenkaartCore

extension SegmentReader {
  private static let names =
    ["all", "any", "not", "bought", "did", "attribute", "age", "topic", "channel", "consent"]
    + ["recency", "frequency", "monetary"]

  mutating func test(_ member: Node.Member) -> SegmentTest? {
    let node = member.value
    switch member.key {
    case "bought": return bought(node)
    case "did": return did(node)
    case "attribute": return attribute(node)
    case "age": return bound(node).map { .age($0) }
    case "topic": return topic(node)
    case "channel": return channel(node)
    case "consent": return consent(node)
    case "recency": return recency(node)
    case "frequency": return counted(node, "times").map { .frequency($0, within: $1) }
    case "monetary": return counted(node, "cents").map { .monetary($0, within: $1) }
    default:
      unknown(member.key, among: Self.names, at: member.keyPosition)
      return nil
    }
  }

  private mutating func bought(_ node: Node) -> SegmentTest? {
    let example = "{productLine: cars, times: {atLeast: 2}, within: 24 months}"
    // A bare name is a product line.
    if case .string(let line) = node.content, !line.isEmpty {
      return .bought(line: line, times: nil, cents: nil, within: nil)
    }
    guard let node = object(node, ["productLine", "times", "cents", "within"], example) else {
      return nil
    }
    var line: String?
    if let value = value(node, "productLine") {
      guard let text = text(value, "cars") else { return nil }
      line = text
    }
    guard let times = bound(node, "times"), let cents = bound(node, "cents"),
      let span = span(node, "within")
    else { return nil }
    return .bought(line: line, times: times, cents: cents, within: span)
  }

  private mutating func did(_ node: Node) -> SegmentTest? {
    let example = "{event: viewed, times: {atLeast: 3}, within: 7 days}"
    guard let node = object(node, ["event", "with", "times", "within"], example),
      let event = neededText(node, "event", example)
    else { return nil }
    var property: SegmentTest.Property?
    if let with = value(node, "with") {
      guard case .object(let members) = with.content, members.count == 1, !members[0].key.isEmpty,
        let value = text(members[0].value, "tyres")
      else {
        wrong(with, "{category: tyres}")
        return nil
      }
      property = SegmentTest.Property(members[0].key, value)
    }
    guard let times = bound(node, "times"), let span = span(node, "within") else { return nil }
    return .did(event: event, with: property, times: times ?? .once, within: span)
  }

  private mutating func attribute(_ node: Node) -> SegmentTest? {
    let example = "{name: city, is: Utrecht}"
    let tests = ["is", "oneOf", "before", "since", "atLeast", "atMost", "exactly", "known"]
    guard let node = object(node, ["name"] + tests, example),
      let name = neededText(node, "name", example)
    else { return nil }
    let asked = tests.filter { value(node, $0) != nil }
    guard asked.count == 1, let key = asked.first, let value = value(node, key) else {
      wrong(node, example)
      return nil
    }
    return attributeTest(key, value).map { .attribute(name, $0) }
  }

  private mutating func attributeTest(
    _ key: String, _ value: Node
  ) -> SegmentTest.AttributeTest? {
    switch key {
    case "is": return text(value, "Utrecht").map { .isOneOf([$0]) }
    case "before": return day(value).map { .before($0) }
    case "since": return day(value).map { .since($0) }
    case "known":
      guard value.content == .bool(true) else {
        wrong(value, "true")
        return nil
      }
      return .isKnown
    case "oneOf":
      guard case .array(let nodes) = value.content, !nodes.isEmpty else {
        wrong(value, "[Utrecht, Zeist]")
        return nil
      }
      let texts = nodes.map { text($0, "Utrecht") }
      return texts.contains(nil) ? nil : .isOneOf(texts.compactMap(\.self))
    default:
      guard let kind = Bound.Kind(rawValue: key), case .number(let text) = value.content,
        let bound = Int64(text).flatMap({ Bound(kind, $0) })
      else {
        wrong(value, "50000")
        return nil
      }
      return .number(bound)
    }
  }

  private mutating func topic(_ node: Node) -> SegmentTest? {
    guard let node = object(node, ["name", "wanted"], "{name: cars}"),
      let name = neededText(node, "name", "{name: cars}"),
      let isWanted = bool(node, "wanted", otherwise: true)
    else { return nil }
    return .topic(name, isWanted: isWanted)
  }

  private mutating func channel(_ node: Node) -> SegmentTest? {
    guard let node = object(node, ["name", "wanted"], "{name: email}") else { return nil }
    guard let name = value(node, "name") else {
      missing(node, "name", "{name: email}")
      return nil
    }
    guard let channel = word(name, of: Channel.self),
      let isWanted = bool(node, "wanted", otherwise: true)
    else { return nil }
    return .channel(channel, isWanted: isWanted)
  }

  private mutating func consent(_ node: Node) -> SegmentTest? {
    let example = "{purpose: offers, channel: email, is: given}"
    guard let node = object(node, ["purpose", "channel", "is"], example),
      let purpose = neededText(node, "purpose", example)
    else { return nil }
    guard let channel = value(node, "channel"), let state = value(node, "is") else {
      missing(node, value(node, "channel") == nil ? "channel" : "is", example)
      return nil
    }
    guard let channel = word(channel, of: Channel.self),
      let state = word(state, of: ConsentState.self)
    else { return nil }
    return .consent(purpose: purpose, channel: channel, state: state)
  }

  private mutating func recency(_ node: Node) -> SegmentTest? {
    let example = "{within: 90 days}"
    guard let node = object(node, ["within", "before"], example),
      let within = span(node, "within"), let before = span(node, "before")
    else { return nil }
    switch (within, before) {
    case (let span?, nil): return .recency(isWithin: true, span)
    case (nil, let span?): return .recency(isWithin: false, span)
    default:
      wrong(node, example)
      return nil
    }
  }

  /// A bound, alone or with the span in which it counts.
  private mutating func counted(_ node: Node, _ key: String) -> (Bound, Span?)? {
    let example = "{\(key): {atLeast: 3}, within: 24 months}"
    guard case .object(let members) = node.content,
      members.contains(where: { $0.key == key || $0.key == "within" })
    else { return bound(node).map { ($0, nil) } }
    guard let node = object(node, [key, "within"], example), let found = bound(node, key),
      let span = span(node, "within")
    else { return nil }
    guard let bound = found else {
      missing(node, key, example)
      return nil
    }
    return (bound, span)
  }
}
