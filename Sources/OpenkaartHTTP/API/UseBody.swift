import OpenkaartCore

/// A use as the API takes it: texts are texts.
///
/// In a file a customer number may stand without its quotes; a program that sends one so sends
/// something else than it means, and is told.
struct UseBody {
  let use: Use

  init(reading node: Node) throws(DocumentError) {
    let fields = try BodyFields(
      node, of: LocalizedText(nl: "Een gebruik", en: "A use"),
      known: ["subject", "purpose", "channel", "activity", "data", "recipient", "at"])
    _ = try fields.identifiers("subject")
    for key in ["purpose", "recipient"] { _ = try fields.text(key) }
    _ = try fields.texts("data")
    if let activity = fields.value("activity") { try Self.check(activity) }
    use = try Use(reading: node)
  }

  /// Refuses numbers where an activity takes texts.
  static func check(_ activity: Node) throws(DocumentError) {
    let texts = ["id", "productLine", "product", "topic", "entity"]
    let others = ["priceCents", "similar", "serviceMessage", "promotional"]
    let fields = try BodyFields(
      activity, of: LocalizedText(nl: "Een activiteit", en: "An activity"), known: texts + others)
    for key in texts { _ = try fields.text(key) }
  }
}
