public import OpenkaartCore

/// Something that was done with personal data: what, by whom, for what, to how many people.
public struct UsageEntry: Hashable, Sendable {
  public let kind: Kind
  public let at: Timestamp
  /// Who did it: the name of a key, or of a door such as `command line`.
  public let by: String
  public let purpose: String?
  public let channel: Channel?
  /// The activity it was done for, such as a campaign.
  public let activity: String?
  /// What the gate answered, where it was asked.
  public let outcome: Decision.Outcome?
  /// The reasons of the answer, hard stops first.
  public let reasons: [ReasonCode]
  /// Whom it was about, when it was one customer.
  public let customer: CustomerID?
  /// How many people it was about.
  public let people: Int
  /// The policy it was decided by.
  public let policyVersion: String?

  public init(
    _ kind: Kind, at: Timestamp, by: String, purpose: String? = nil, channel: Channel? = nil,
    activity: String? = nil, outcome: Decision.Outcome? = nil, reasons: [ReasonCode] = [],
    customer: CustomerID? = nil, people: Int = 1, policyVersion: String? = nil
  ) {
    self.kind = kind
    self.at = at
    self.by = by
    self.purpose = purpose
    self.channel = channel
    self.activity = activity
    self.outcome = outcome
    self.reasons = reasons
    self.customer = customer
    self.people = people
    self.policyVersion = policyVersion
  }

  /// What was done, by words that are kept in the log and never renamed.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A use was decided on.
    case decided
    /// Everybody was asked about.
    case audience
    /// The members of an audience were handed out by name.
    case members
    /// Somebody was looked up by an identifier.
    case searched
    /// The card of a customer was read.
    case card
    /// Data of people left for another system or a file.
    case exported
    /// The use of people's data for an activity was released.
    case released
    /// A customer signed in to their own page.
    case signedIn
    /// A customer looked at their own page.
    case ownPage
    /// A customer took a copy of their own data.
    case ownCopy
    /// A consent, refusal or objection was given by the customer.
    case choiceChanged
    /// A right was called upon.
    case requested
    /// It was decided what of a request for erasure is done, and why not the rest.
    case erasureDecided
    /// What was to be erased is gone.
    case erased
    /// Data whose time was over went, by the policy.
    case retentionRun
    /// What is kept of people who were erased was read.
    case keptRead
    /// Somebody who was erased may come back.
    case suppressionLifted
    /// The log was closed and another begun, after an older copy of the data was put back.
    case logReopened
    /// A message was sent to a customer.
    case messaged
  }
}

// MARK: - As text

extension UsageEntry {
  /// Writes the entry to which the log commits, with its keys in a fixed order.
  package func document(to json: inout JSONWriter) {
    json.object { json in
      json.key("at")
      json.string(at.rfc3339())
      json.key("kind")
      json.string(kind.rawValue)
      json.key("by")
      json.string(by)
      for (key, value) in [
        ("purpose", purpose), ("channel", channel?.rawValue), ("activity", activity),
        ("outcome", outcome?.rawValue), ("customer", customer?.text),
        ("policyVersion", policyVersion),
      ] {
        guard let value else { continue }
        json.key(key)
        json.string(value)
      }
      if !reasons.isEmpty {
        json.key("reasons")
        json.array { list in
          for reason in reasons { list.string(reason.rawValue) }
        }
      }
      json.key("people")
      json.integer(people)
    }
  }

  package var document: [UInt8] {
    var json = JSONWriter()
    document(to: &json)
    return json.bytes
  }

  /// Reads what ``document(to:)`` wrote; `nil` for anything else.
  package init?(reading node: Node) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    guard let kind = text("kind").flatMap(Kind.init), let by = text("by"),
      let at = text("at").flatMap({ Timestamp(rfc3339: $0) }),
      case .number(let number)? = node["people"]?.content, let people = Int(number)
    else { return nil }
    var reasons: [ReasonCode] = []
    if case .array(let codes)? = node["reasons"]?.content {
      for code in codes {
        guard case .string(let word) = code.content else { return nil }
        // A code of a later version is not shown rather than made to hide the entry.
        if let reason = ReasonCode(rawValue: word) { reasons.append(reason) }
      }
    }
    self.init(
      kind, at: at, by: by, purpose: text("purpose"),
      channel: text("channel").flatMap(Channel.init), activity: text("activity"),
      outcome: text("outcome").flatMap(Decision.Outcome.init), reasons: reasons,
      customer: text("customer").flatMap { CustomerID(parsing: $0) }, people: people,
      policyVersion: text("policyVersion"))
  }

  /// The same entry about so many people.
  package func about(people: Int) -> UsageEntry {
    UsageEntry(
      kind, at: at, by: by, purpose: purpose, channel: channel, activity: activity,
      outcome: outcome, reasons: reasons, customer: nil, people: people,
      policyVersion: policyVersion)
  }
}
