import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page behind the link to unsubscribe: a button, and what it does; then what was done.
struct UnsubscribePage {
  let visit: PublicVisit

  func question(_ link: PersonalLink, _ token: String) -> Response {
    let words = visit.words
    let label = visit.label(ofPurpose: link.purpose)
    return visit.response(
      "unsubscribe", visit.frame(words("stopTitle", ["purpose": label]), path: "/u/\(token)"),
      [
        "lead": words(
          "stopLead",
          [
            "purpose": label, "channel": link.channel.label[visit.language],
            "point": link.maskedPoint,
          ]),
        "one": [
          "action": "/u/\(token)", "label": words("stopOne", ["purpose": label]), "all": false,
        ],
        "every": ["action": "/u/\(token)", "label": words("stopAll"), "all": true],
        "everyText": words("stopAllText", ["company": visit.policy.controller.name]),
        "choices": "/preferences/\(token)",
      ])
  }

  func done(_ link: PersonalLink, _ token: String, all: Bool) -> Response {
    let words = visit.words
    let label = visit.label(ofPurpose: link.purpose)
    var frame = visit.frame(words("stoppedTitle"), path: "/u/\(token)")
    frame.notice = PageFrame.Notice(
      look: .yes, heading: words("inForce"),
      lines: [
        all
          ? words("stoppedAllText", ["company": visit.policy.controller.name])
          : words(
            "stoppedText", ["purpose": label, "channel": link.channel.label[visit.language]])
      ])
    return visit.response(
      "unsubscribed", frame, ["choices": "/preferences/\(token)", "all": all])
  }
}
