internal import OpenkaartCore

extension SegmentLineParser {
  /// The words that begin a test.
  static let beginnings = [
    "bought", "did", "attribute", "age", "wants", "rejects", "consent", "recency", "frequency",
    "monetary",
  ]

  mutating func test() throws(SegmentLineError) -> SegmentTest {
    if takes("bought") { return try bought() }
    if takes("did") { return try did() }
    if takes("attribute") { return try attribute() }
    if takes("age") { return .age(try bound()) }
    if takes("wants") { return try wish(isWanted: true) }
    if takes("rejects") { return try wish(isWanted: false) }
    if takes("consent") { return try consent() }
    if takes("recency") { return try recency() }
    if takes("frequency") {
      let bound = try bound()
      _ = takes("days")
      return .frequency(bound, within: try window())
    }
    if takes("monetary") {
      let bound = try bound()
      try take("cents")
      return .monetary(bound, within: try window())
    }
    throw unknownBeginning()
  }

  private func unknownBeginning() -> SegmentLineError {
    let all = Self.beginnings.joined(separator: ", ")
    if next.content == .end { return expected(LocalizedText(nl: all, en: all)) }
    var hint: String?
    if case .word(let word) = next.content {
      hint = NearestWord.nearest(to: word, among: Self.beginnings)
    }
    return mistake(
      "segment.unknownTest",
      LocalizedText(nl: "Hier begint geen voorwaarde.", en: "No condition begins here."),
      LocalizedText(
        nl: "\(hint.map { "Bedoelde u `\($0)`? " } ?? "")Begin met: \(all).",
        en: "\(hint.map { "Did you mean `\($0)`? " } ?? "")Begin with: \(all)."))
  }

  private mutating func bought() throws(SegmentLineError) -> SegmentTest {
    let line = takes("anything") ? nil : try name()
    let times = try times()
    var cents: Bound?
    if takes("for") {
      cents = try bound()
      try take("cents")
    }
    return .bought(line: line, times: times, cents: cents, within: try window())
  }

  private mutating func did() throws(SegmentLineError) -> SegmentTest {
    let event = try name()
    var property: SegmentTest.Property?
    if takes("with") {
      let key = try name()
      try take("=")
      property = SegmentTest.Property(key, try name())
    }
    return .did(
      event: event, with: property, times: try times() ?? .once, within: try window())
  }

  private mutating func attribute() throws(SegmentLineError) -> SegmentTest {
    let name = try name()
    if takes("before") { return .attribute(name, .before(try day())) }
    if takes("since") { return .attribute(name, .since(try day())) }
    guard takes("is") else { return .attribute(name, .number(try bound())) }
    if takes("known") { return .attribute(name, .isKnown) }
    guard takes("one") else { return .attribute(name, .isOneOf([try self.name()])) }
    try take("of")
    try take("(")
    var values = [try self.name()]
    while takes(",") { values.append(try self.name()) }
    try take(")")
    return .attribute(name, .isOneOf(values))
  }

  private mutating func wish(isWanted: Bool) throws(SegmentLineError) -> SegmentTest {
    if takes("topic") { return .topic(try name(), isWanted: isWanted) }
    try take("channel")
    return .channel(try channel(), isWanted: isWanted)
  }

  private mutating func channel() throws(SegmentLineError) -> Channel {
    try word(of: Channel.self, LocalizedText(nl: "een kanaal", en: "a channel"))
  }

  private mutating func consent() throws(SegmentLineError) -> SegmentTest {
    let purpose = try name()
    try take("by")
    let channel = try channel()
    try take("is")
    let state = try word(
      of: ConsentState.self, LocalizedText(nl: "hoe het ermee staat", en: "how it stands"))
    return .consent(purpose: purpose, channel: channel, state: state)
  }

  private mutating func recency() throws(SegmentLineError) -> SegmentTest {
    if takes("within") { return .recency(isWithin: true, try span()) }
    try take("before")
    return .recency(isWithin: false, try span())
  }

  /// A bound, if one stands here.
  private mutating func someBound() throws(SegmentLineError) -> Bound? {
    if takes("exactly") { return Bound(.exactly, try number()) }
    guard takes("at") else { return nil }
    if takes("least") { return Bound(.atLeast, try number()) }
    try take("most")
    return Bound(.atMost, try number())
  }

  private mutating func bound() throws(SegmentLineError) -> Bound {
    guard let bound = try someBound() else {
      throw expected(
        LocalizedText(
          nl: "`at least`, `at most` of `exactly` met een getal",
          en: "`at least`, `at most` or `exactly` with a number"))
    }
    return bound
  }

  private mutating func times() throws(SegmentLineError) -> Bound? {
    guard let bound = try someBound() else { return nil }
    if !takes("time") { try take("times") }
    return bound
  }

  private mutating func window() throws(SegmentLineError) -> Span? {
    takes("in") ? try span() : nil
  }
}
