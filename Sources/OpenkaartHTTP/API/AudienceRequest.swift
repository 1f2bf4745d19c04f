import OpenkaartCore
import OpenkaartService

/// A question about everybody as it comes in, and whether the people themselves are wanted.
struct AudienceRequest {
  let question: AudienceQuestion
  /// Whether no moment was named.
  let isAboutNow: Bool
  let list: List?
  /// So many coming days are asked about too.
  let forecast: Int?
  private let segment: SegmentChoice?
  private let countsUnderContacted: Bool

  /// Which people are sent.
  enum List: String, CaseIterable, Sendable {
    case members, excluded, everybody, underContacted

    /// The answers that those who are sent have.
    var outcomes: Set<Decision.Outcome> {
      switch self {
      case .members, .underContacted: [.allow]
      case .excluded: [.later, .deny]
      case .everybody: [.allow, .later, .deny]
      }
    }

    func holds(_ member: AudienceCount.Member) -> Bool {
      switch self {
      case .members: member.answer.decision.outcome == .allow
      case .excluded: member.answer.decision.outcome != .allow
      case .everybody: true
      case .underContacted: member.isUnderContacted
      }
    }
  }

  /// Whether it asks what columns cannot tell.
  var isAskedOneByOne: Bool { countsUnderContacted || forecast != nil || segment != nil }

  /// The question about the people of the segment, if one was named.
  func limited(by desk: Desk) async throws -> AudienceQuestion {
    guard let segment else { return question }
    return try await desk.limiting(question, to: segment)
  }

  /// Reads it; a draft is not about a moment and sends no list.
  init(reading node: Node, now: Timestamp, isDraft: Bool = false) throws(DocumentError) {
    let fields = try BodyFields(
      node,
      of: LocalizedText(
        nl: "Een vraag over een publiek", en: "A question about an audience"),
      known: ["purpose", "channel", "activity", "data", "recipient", "segment", "where"]
        + (isDraft ? [] : ["at", "list", "forecast", "underContacted"]))
    guard let purpose = try fields.text("purpose"), !purpose.isEmpty else {
      throw fields.missing(
        "purpose",
        LocalizedText(nl: "noem een doel van het beleid", en: "name a purpose of the policy"))
    }
    guard let channel = try fields.word("channel", as: Channel.self) else {
      throw fields.missing(
        "channel",
        LocalizedText(
          nl: "zeg over welk kanaal; `none` zonder contact",
          en: "say over which channel; `none` without contact"))
    }
    var activity: Use.Activity?
    if let node = fields.value("activity") {
      try UseBody.check(node)
      activity = try Use.Activity(reading: node)
    }
    let moment = try fields.moment("at")
    isAboutNow = moment == nil
    question = AudienceQuestion(
      purpose: purpose, channel: channel, activity: activity, data: try fields.texts("data"),
      recipient: try fields.text("recipient"), at: moment ?? now)
    list = try fields.word("list", as: List.self)
    forecast = try fields.number("forecast", in: 1...AudienceForecast.mostDays)
    countsUnderContacted = try fields.flag("underContacted") ?? false
    segment = try Self.segment(fields)
  }

  /// The segment that is named, or the condition that is written.
  static func segment(_ fields: BodyFields) throws(DocumentError) -> SegmentChoice? {
    let (id, line) = (try fields.text("segment"), try fields.text("where"))
    if id != nil, let both = fields.value("where") {
      throw DocumentError(
        code: "field.wrong",
        message: LocalizedText(
          nl: "Laat het veld `where` weg: `segment` noemt er al een.",
          en: "The field `where` must be left out when `segment` names one."),
        at: both.position)
    }
    return id.map { .named($0) } ?? line.map { .written($0) }
  }
}
