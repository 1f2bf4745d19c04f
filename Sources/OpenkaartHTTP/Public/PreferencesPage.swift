import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/preferences/{token}`: what we may send somebody, and how often; each no one click away.
struct PreferencesPage {
  let visit: PublicVisit

  /// What was done just before the page is shown.
  enum Done: String, CaseIterable {
    case saved, stopped, stoppedAll
  }

  func response(
    _ link: PersonalLink, _ standing: LinkStanding, at now: Timestamp, done: Done?
  ) -> Response {
    let words = visit.words
    let path = "/preferences/\(visit.token)"
    var frame = visit.frame(words("choicesTitle"), path: path)
    if let done {
      frame.notice = PageFrame.Notice(
        look: .yes, heading: words("inForce"), lines: [words("done-\(done.rawValue)")])
    }
    let anyOn = standing.purposes.contains(where: \.isOn)
    return visit.response(
      "preferences", frame,
      [
        "lead": words("choicesLead", ["point": link.maskedPoint]),
        "path": path,
        "purposes": standing.purposes.map(view),
        "wishes": wishes(standing, now) as Any,
        "stopAll": anyOn ? ["path": path] as Any : false as Any,
      ])
  }

  private func view(_ standing: LinkStanding.Standing) -> [String: Any] {
    let words = visit.words
    let purpose = standing.purpose
    let label = purpose.label[visit.language]
    let channels = standing.channels.filter { $0 != .none }.map { $0.label[visit.language] }
    return [
      "label": label, "id": purpose.id,
      "benefit": purpose.benefit.map { words("benefit", ["benefit": $0[visit.language]]) }
        ?? false as Any,
      "channels": channels.isEmpty
        ? false as Any : words("channels", ["channels": channels.joined(separator: ", ")]),
      "tag": Tag(
        label: words(standing.isOn ? "isOn" : "isOff"), look: standing.isOn ? .yes : .plain
      ).view,
      "stop": standing.isOn
        ? ["path": "/preferences/\(visit.token)", "label": words("stopOne", ["purpose": label])]
          as Any : false as Any,
    ]
  }

  private func wishes(_ standing: LinkStanding, _ now: Timestamp) -> [String: Any] {
    let words = visit.words
    let names = visit.pages.words.table("names", in: visit.language)
    let topics = standing.policy.topics.map { topic in
      Choices.Item(
        value: topic, label: names.topic(topic, of: standing.policy),
        isChosen: standing.wishes.topics[topic] ?? true)
    }
    let often = standing.wishes.frequency[.email]?.text ?? ""
    return [
      "topics": topics.isEmpty
        ? false as Any
        : Choices(
          id: "topics", label: words("topics"), hint: words("topicsHint"), items: topics
        ).view,
      "often": Select(
        id: "often", label: words("often"),
        options: PreferencesForm.often.map {
          .init(value: $0, label: words("often-\($0.isEmpty ? "any" : $0)"), isChosen: $0 == often)
        }
      ).view,
      "pause": Select(
        id: "pause", label: words("pause"), hint: pauseHint(standing, now),
        options: [.init(value: "keep", label: words("pause-keep"))]
          + PreferencesForm.pauses.map { .init(value: $0, label: words("pause-\($0)")) }
      ).view,
    ]
  }

  private func pauseHint(_ standing: LinkStanding, _ now: Timestamp) -> String {
    let end: Timestamp? =
      switch standing.wishes.pausedUntil {
      case .moment(let moment): moment
      case .day(let day): standing.zone.start(of: day)
      case nil: nil
      }
    guard let end, end > now else { return visit.words("pauseHint") }
    return visit.words(
      "pausedUntil", ["day": standing.zone.dayText(of: end, in: visit.language)])
  }
}

/// The form of the page of preferences, as it came back.
struct PreferencesForm {
  let preference: Preference

  /// How often at most, from never a limit to once a month.
  static let often = ["", "1/day", "1/week", "1/month"]
  /// For how many months to be silent; 0 ends a pause.
  static let pauses = ["1", "3", "12", "0"]

  /// Only what differs from what stood is a wish: whoever leaves a box as it was says nothing by it.
  init(_ form: FormFields, _ standing: LinkStanding, now: Timestamp) throws(Problem) {
    let chosen = Set(form.all("topics"))
    var topics: [String: Bool] = [:]
    for topic in standing.policy.topics {
      let isWanted = chosen.contains(topic)
      if isWanted != (standing.wishes.topics[topic] ?? true) { topics[topic] = isWanted }
    }
    var frequency: [Channel: Frequency] = [:]
    let often = form["often"]
    guard Self.often.contains(often) else { throw Problem(.requestInvalid) }
    if often != standing.wishes.frequency[.email]?.text ?? "" {
      // There is no wish for no limit; one message a minute comes to the same.
      frequency[.email] = Frequency(parsing: often) ?? Frequency(count: 1440, window: .day)
    }
    preference = Preference(
      topics: topics, frequency: frequency, pausedUntil: try Self.pause(form, standing, now),
      method: .form)
  }

  private static func pause(
    _ form: FormFields, _ standing: LinkStanding, _ now: Timestamp
  ) throws(Problem) -> Preference.Setting<Preference.PauseEnd>? {
    let months = form["pause"]
    if months.isEmpty || months == "keep" { return nil }
    guard pauses.contains(months), let count = Int(months) else { throw Problem(.requestInvalid) }
    guard count > 0 else { return .cleared }
    return .set(.day(standing.zone.day(of: now).adding(months: count)))
  }
}
