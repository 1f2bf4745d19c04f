import OpenkaartAudience
import OpenkaartCore

extension PersonTable {
  static let marks: [(mark: Outline.Marks, name: String, meaning: String)] = [
    (.isDeceased, "is_deceased", "The person died."),
    (.isCompany, "is_company", "The person is a company."),
    (.isCustomer, "is_customer", "The person ever bought something."),
    (.restrictionStands, "restriction_stands", "The person restricted processing (GDPR 18)."),
    (.erasureIsRequested, "erasure_is_requested", "The person asked for erasure (GDPR 17)."),
    (.requestIsOpen, "request_is_open", "A request of the person is not closed."),
    (.complaintIsOpen, "complaint_is_open", "A complaint is not resolved."),
    (.promiseIsBroken, "promise_is_broken", "A promise was broken and not made good."),
    (.breachIsOpen, "breach_is_open", "The person is affected by a breach that is not closed."),
    (.hasListings, "has_listings", "The person stands on a list; ask one by one where it matters."),
    (.hasOtherClock, "has_other_clock", "The person lives by another clock than the controller."),
    (.hasQuietHours, "has_quiet_hours", "The person has quiet hours of their own."),
    (.hasObjections, "has_objections", "The person objected to something."),
    (.hasOpenPromise, "has_open_promise", "A promise is not kept yet."),
    (.isPaused, "is_paused", "The person paused messages."),
    (.hasTopicWishes, "has_topic_wishes", "The person said something of topics."),
  ]

  static let reaches: [(reach: Outline.Reach, name: String, meaning: String)] = [
    (.isOpen, "is_unclear", "Several contact points, or it cannot be told for good."),
    (.isMissing, "is_missing", "There is no contact point."),
    (.isBounced, "is_bounced", "The contact point bounced."),
    (.complainedOfSpam, "complained_of_spam", "The person called a message spam."),
    (.isVerified, "is_verified", "The contact point is verified."),
    (.isUnwanted, "is_unwanted", "The person does not want this channel."),
    (.wishIsReached, "wish_is_reached", "The wished number of messages is reached."),
  ]

  /// What a column means, in a sentence.
  func meaning(of source: Source) -> String {
    switch source {
    case .person: "A number that means nothing elsewhere."
    case .asOf:
      "From when the row is true, in milliseconds since 1970; questions about earlier leave it open."
    case .bit(let bit): meaning(of: bit)
    case .consent(let pair):
      "Consent to \(layout.pairs[pair].purpose) by \(layout.pairs[pair].channel.rawValue). Below 64: a "
        + "number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was "
        + "given; 32768 more when there are other words too."
    case .day(let days): meaning(of: days) + " A day counted from 1970; 65535 is none."
    case .bought(let line):
      "When \(layout.form.lines[line]) was bought last and not returned. A day counted from 1970; -1 is "
        + "never."
    case .sends(let count):
      "The hour, counted from 1970, of the send from which \(layout.counts[count].limit) messages are "
        + "reached; 0 when they are not."
    }
  }

  private func meaning(of bit: Layout.BitColumn) -> String {
    switch bit {
    case .isApart: "A row cannot tell this person; every question leaves them open."
    case .mark(let mark): Self.marks.first { $0.mark == mark }?.meaning ?? ""
    case .reach(let reach, let channel):
      "By \(channel.rawValue): \(Self.reaches.first { $0.reach == reach }?.meaning ?? "")"
    case .unwantedTopic(let topic): "The person does not want \(layout.topics[topic])."
    case .isTaken, .boughtMore: ""
    }
  }

  private func meaning(of days: DayColumn) -> String {
    switch days {
    case .activity: "The last activity, or without any the first that is known."
    case .purchase: "The last purchase."
    case .consent(let index):
      "The last consent to \(layout.purposesWithConsentDay[index]), or without any the first that is "
        + "known."
    }
  }
}
