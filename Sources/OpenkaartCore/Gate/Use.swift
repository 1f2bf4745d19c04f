/// A use of personal data that somebody asks for: the question.
public struct Use: Hashable, Sendable {
  public var subject: [Identifier]
  public var purpose: String
  public var channel: Channel
  public var activity: Activity? {
    get { kept?.activity }
    set { kept = newValue.map { Kept($0) } }
  }
  /// The data categories; `nil` is `contact` with a channel, and all of the purpose without.
  public var data: [String]?
  public var recipient: String?
  /// The moment asked about; `nil` is now.
  public var at: Timestamp?
  private var kept: Kept?

  /// An activity by reference: every decision keeps the question, and copies none of its texts.
  private final class Kept: Hashable, Sendable {
    let activity: Activity

    init(_ activity: Activity) { self.activity = activity }

    static func == (one: Kept, other: Kept) -> Bool { one.activity == other.activity }
    func hash(into hasher: inout Hasher) { hasher.combine(activity) }
  }

  public init(
    subject: [Identifier], purpose: String, channel: Channel, activity: Activity? = nil,
    data: [String]? = nil, recipient: String? = nil, at: Timestamp? = nil
  ) {
    self.subject = subject
    self.purpose = purpose
    self.channel = channel
    kept = activity.map { Kept($0) }
    self.data = data
    self.recipient = recipient
    self.at = at
  }

  /// What is sent or done: a campaign, a message, an analysis.
  public struct Activity: Hashable, Sendable {
    public var id: String?
    /// The product line offered; an activity that names none offers no product.
    public var productLine: String?
    public var product: String?
    public var topic: String?
    /// The price per unit offered, in whole minor units.
    public var priceCents: Int64?
    /// The legal entity that sends; `nil` is the controller's own.
    public var entity: String?
    /// Whether own, similar products are offered; unknown follows from the product line.
    public var isSimilar: Bool?
    /// The caller's word; it makes no marketing a service.
    public var isServiceMessage: Bool
    /// Whether it promotes, which makes any message marketing.
    public var isPromotional: Bool

    public init(
      id: String? = nil, productLine: String? = nil, product: String? = nil, topic: String? = nil,
      priceCents: Int64? = nil, entity: String? = nil, isSimilar: Bool? = nil,
      isServiceMessage: Bool = false, isPromotional: Bool = false
    ) {
      self.id = id
      self.productLine = productLine
      self.product = product
      self.topic = topic
      self.priceCents = priceCents
      self.entity = entity
      self.isSimilar = isSimilar
      self.isServiceMessage = isServiceMessage
      self.isPromotional = isPromotional
    }
  }
}

extension Use {
  /// Reads a use in the shape of the public format; unknown fields are refused.
  public init(reading node: Node) throws(DocumentError) {
    try self.init(node, isStored: false)
  }

  /// Reads what ``document(to:)`` wrote, exactly as it was.
  package init(stored node: Node) throws(DocumentError) { try self.init(node, isStored: true) }

  private init(_ node: Node, isStored: Bool) throws(DocumentError) {
    var fields = try Fields(
      node, of: LocalizedText(nl: "Een gebruik", en: "A use"), isStored: isStored)
    let subject = try fields.subject(
      LocalizedText(
        nl: "noem de persoon, bijvoorbeeld {\"email\": \"…\"}",
        en: "name the person, for example {\"email\": \"…\"}"))
    let purpose = try fields.requiredText(
      "purpose",
      LocalizedText(
        nl: "noem een doel van het beleid",
        en: "name a purpose of the policy"))
    guard let channel = try fields.word("channel", as: Channel.self) else {
      throw fields.missing(
        "channel",
        LocalizedText(
          nl: "zeg over welk kanaal; `none` zonder contact",
          en: "say over which channel; `none` without contact"))
    }
    try self.init(
      subject: subject, purpose: purpose, channel: channel,
      activity: fields.value("activity").map { node throws(DocumentError) in
        try Activity(reading: node)
      },
      data: fields.texts("data"), recipient: fields.text("recipient"), at: fields.moment("at"))
    try fields.refuseUnread()
  }
}

extension Use.Activity {
  public init(reading node: Node) throws(DocumentError) {
    var fields = try Fields(node, of: LocalizedText(nl: "Een activiteit", en: "An activity"))
    try self.init(
      id: fields.text("id"), productLine: fields.text("productLine"),
      product: fields.text("product"), topic: fields.text("topic"),
      priceCents: fields.integer("priceCents", in: 0...1_000_000_000_000_000),
      entity: fields.text("entity"), isSimilar: fields.bool("similar"),
      isServiceMessage: fields.bool("serviceMessage") ?? false,
      isPromotional: fields.bool("promotional") ?? false)
    try fields.refuseUnread()
  }
}
