/// A group of customers by what is known of them, as the policy names it.
///
/// The core keeps the condition as it was written; `OpenkaartSegments` reads it.
public struct PolicySegment: Hashable, Sendable {
  public var id: String
  public var label: LocalizedText
  /// The purpose for which it is looked at, unless who looks names another.
  public var purpose: String
  /// The condition: a line of text, or named fields.
  public var condition: Node

  public init(id: String, label: LocalizedText, purpose: String, condition: Node) {
    self.id = id
    self.label = label
    self.purpose = purpose
    self.condition = condition
  }
}

extension PolicyParser {
  mutating func segments(_ policy: Section) -> [PolicySegment] {
    var segments: [PolicySegment] = []
    var names: [String: Position] = [:]
    for node in list(policy, "segments", example: "[{id: loyal, purpose: offers, where: …}]") ?? []
    {
      let item = item(node, in: "segments", by: "id", among: &names)
      let fields = ["id", "label", "purpose", "where"]
      guard let section = section(node, at: item.path, fields: fields) else { continue }
      let label = label(section, of: item.name)
      let purpose = text(section, "purpose")
      if purpose == nil {
        reportMissing(
          section, "purpose",
          remedy: LocalizedText(
            nl: "Noem het doel waarvoor u de groep bekijkt: `purpose: …`.",
            en: "Name the purpose for which you look at the group: `purpose: …`."))
      }
      guard let condition = section.node("where"), condition.content != .null else {
        reportMissing(
          section, "where",
          remedy: LocalizedText(
            nl: "Zeg wie erin zit: `where: bought cars in 24 months`.",
            en: "Say who is in it: `where: bought cars in 24 months`."))
        continue
      }
      guard item.isOwnName, let purpose else { continue }
      segments.append(
        PolicySegment(id: item.name, label: label, purpose: purpose, condition: condition))
    }
    return segments
  }
}

extension PolicyChecker {
  /// The most groups that a policy may name: each is kept as one bit of a word.
  private static let mostSegments = 64

  mutating func checkSegments() {
    if policy.segments.count > Self.mostSegments {
      report(
        "segment.tooMany", at: "segments",
        LocalizedText(
          nl: "Er staan meer dan \(Self.mostSegments) groepen",
          en: "There are more than \(Self.mostSegments) segments"),
        remedy: LocalizedText(
          nl: "Laat groepen weg die niemand gebruikt.", en: "Leave out those nobody uses."))
    }
    for segment in policy.segments
    where purposes[segment.purpose] == nil && !mayBeUnread(segment.purpose, in: "purposes") {
      reportUnknown(
        "reference.unknownPurpose", segment.purpose, at: "segments.\(segment.id).purpose",
        what: LocalizedText(nl: "doel", en: "purpose"), known: policy.purposes.map(\.id))
    }
  }
}
