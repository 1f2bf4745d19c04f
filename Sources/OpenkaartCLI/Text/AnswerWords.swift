import OpenkaartCore
import OpenkaartHTTP
import OpenkaartService

/// Says in words what the API answers in codes and moments, by the policy in force.
struct AnswerWords: Sendable {
  /// `nil` where no policy was applied, or it cannot be read: codes and moments then stay as they are.
  let gate: Gate?
  let language: Language

  /// A moment by the clock of the policy: "23 November 2026, 08:00".
  func moment(_ text: String) -> String {
    guard let gate, let moment = Timestamp(rfc3339: text) else { return text }
    return gate.zone.text(of: moment, in: language)
  }

  /// The day of a moment: "23 November 2026".
  func day(_ text: String) -> String {
    guard let gate, let moment = Timestamp(rfc3339: text) else { return String(text.prefix(10)) }
    return gate.zone.dayText(of: moment, in: language)
  }

  /// A code with the sentence of its rule, about a purpose and a channel.
  func reason(
    _ code: String, purpose: String, channel: Channel, activity: Use.Activity? = nil
  ) -> String {
    let sentence = sentence(code, purpose, channel, activity)
    return sentence.isEmpty ? code : "\(code)  \(sentence)"
  }

  /// A code with its sentence, about what a release sends.
  func reason(_ code: String, ofRelease status: Node) -> String {
    reason(
      code, purpose: status.text("purpose"),
      channel: Channel(rawValue: status.text("channel")) ?? .none,
      activity: status["activity"].flatMap { try? Use.Activity(reading: $0) })
  }

  private func sentence(
    _ code: String, _ purpose: String, _ channel: Channel, _ activity: Use.Activity?
  ) -> String {
    switch code {
    case "sameSend":
      LocalizedText(
        nl: "Ze kregen hetzelfde bericht al.", en: "They got the same message already.")[language]
    case "segment", "leftSegment":
      LocalizedText(
        nl: "Ze horen niet meer bij de groep.", en: "They are not in the segment any more.")[
          language]
    case "unknown":
      LocalizedText(
        nl: "Dit token is niet van deze actie.", en: "This token is not of this release.")[language]
    default:
      if let gate, let code = ReasonCode(rawValue: code) {
        RuleWords(
          gate, purpose: purpose, channel: channel, activity: activity, in: language
        ).sentence(code)
      } else {
        ""
      }
    }
  }
}
