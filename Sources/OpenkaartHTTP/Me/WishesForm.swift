import OpenkaartCore
import OpenkaartService

/// The form in which somebody says how, about what and how often they want to hear.
struct WishesForm {
  private var topics: [String: Bool]
  private var places: [Channel: Int]
  private var often: String
  private var quietFrom: String
  private var quietTo: String
  private var pause: String
  /// What is wrong, by the id of the field and the key of the text.
  private(set) var mistakes: [PageFrame.Mistake] = []

  /// The channels one can wish for.
  static let channels: [Channel] = [.email, .sms, .phone, .post, .push, .app]
  static let frequencies = [
    ("", "oftenAny"), ("1/week", "oftenWeek"), ("2/month", "oftenTwo"), ("1/month", "oftenMonth"),
    ("4/year", "oftenYear"),
  ]

  /// What somebody wishes now.
  init(_ wishes: Wishes, _ policy: Policy) {
    topics = Dictionary(
      uniqueKeysWithValues: policy.topics.map { ($0, wishes.topics[$0] ?? true) })
    let wanted = wishes.channels ?? Self.offered(policy)
    places = Dictionary(wanted.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    often = wishes.frequency[.email]?.text ?? ""
    quietFrom = wishes.quietHours?.from.text ?? ""
    quietTo = wishes.quietHours?.to.text ?? ""
    if case .day(let day)? = wishes.pausedUntil { pause = day.iso } else { pause = "" }
  }

  /// What was sent.
  init(_ form: FormFields, _ policy: Policy, today: Day) {
    topics = Dictionary(
      uniqueKeysWithValues: policy.topics.map { ($0, form.all("topics").contains($0)) })
    places = [:]
    for channel in Self.offered(policy) {
      if let place = Int(form["place-\(channel.rawValue)"]), 1...9 ~= place {
        places[channel] = place
      }
    }
    often = form["often"]
    (quietFrom, quietTo, pause) = (form["quietFrom"], form["quietTo"], form["pause"])
    let isOffered = Self.frequencies.contains { $0.0 == often }
    if !isOffered { often = "" }
    if (quietFrom + quietTo).isEmpty == false, hours == nil {
      mistakes.append(.init(id: "quietFrom", text: "wrongTime"))
    }
    if !pause.isEmpty, (Day(iso: pause) ?? today) <= today {
      mistakes.append(.init(id: "pause", text: "wrongDay"))
    }
  }

  private static func offered(_ policy: Policy) -> [Channel] {
    channels.filter { channel in policy.purposes.contains { $0.channels.contains(channel) } }
  }

  private var hours: QuietHours? {
    guard let from = TimeOfDay(parsing: quietFrom), let to = TimeOfDay(parsing: quietTo),
      from != to
    else { return nil }
    return QuietHours(from: from, to: to)
  }

  /// The wishes as a fact says them; what was left open is cleared.
  var preference: Preference {
    let order = places.sorted { one, other in
      one.value == other.value ? one.key.rawValue < other.key.rawValue : one.value < other.value
    }.map(\.key)
    return Preference(
      topics: topics, frequency: Frequency(parsing: often).map { [.email: $0] } ?? [:],
      quietHours: hours.map { .set($0) } ?? .cleared, channels: .set(order),
      pausedUntil: Day(iso: pause).map { .set(.day($0)) } ?? .cleared, method: .form)
  }

  // MARK: Showing it

  func view(_ words: Words, _ page: MePage) -> [String: Any] {
    let names = page.words("names")
    func mistake(_ id: String) -> String? {
      mistakes.first { $0.id == id }.map { words($0.text) }
    }
    return [
      "topics": Choices(
        id: "topics", label: words("topics"),
        items: page.policy.topics.map {
          .init(
            value: $0, label: names.topic($0, of: page.policy), isChosen: topics[$0] ?? true)
        }
      ).view,
      "channels": Self.offered(page.policy).map { place(of: $0, words, page.language) },
      "often": Select(
        id: "often", label: words("often"),
        options: Self.frequencies.map {
          .init(value: $0, label: words($1), isChosen: $0 == often)
        }
      ).view,
      "quiet": [
        Field(
          id: "quietFrom", label: words("quietFrom"), kind: .time, hint: words("quietHint"),
          error: mistake("quietFrom"), value: quietFrom, look: "short"
        ).view,
        Field(
          id: "quietTo", label: words("quietTo"), kind: .time, hint: words("quietHint"),
          value: quietTo, look: "short"
        ).view,
      ],
      "pause": Field(
        id: "pause", label: words("pause"), kind: .date, hint: words("pauseHint"),
        error: mistake("pause"), value: pause, look: "short"
      ).view,
    ]
  }

  private func place(of channel: Channel, _ words: Words, _ language: Language) -> [String: Any] {
    let most = Self.channels.count
    return Select(
      id: "place-\(channel.rawValue)", label: channel.label[language].firstLetterUp,
      options: [.init(value: "", label: words("notAt"), isChosen: places[channel] == nil)]
        + (1...most).map {
          .init(value: "\($0)", label: "\($0)", isChosen: places[channel] == $0)
        }
    ).view
  }
}
