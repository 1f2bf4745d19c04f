import ArgumentParser
import OpenkaartCore

/// The moment a question is about, as an argument.
struct AsOfOption: ParsableArguments {
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      """
      Replay the past: what was known at this moment, as 2026-11-22T10:00:00+01:00, or at the \
      start of a day, as 2026-11-22.
      """, valueName: "moment"))
  var text: String?

  func validate() throws {
    guard let text, Timestamp(rfc3339: text) == nil, Day(iso: text) == nil else { return }
    throw Self.unreadable
  }

  /// The moment, with days as the controller counts them; `nil` when none was asked.
  func moment(in zone: ZoneRules) throws(ValidationError) -> Timestamp? {
    guard let text else { return nil }
    if let moment = Timestamp(rfc3339: text) { return moment }
    if let day = Day(iso: text) { return zone.start(of: day) }
    throw Self.unreadable
  }

  private static let unreadable = ValidationError(
    LocalizedText(
      nl: "--as-of: schrijf een moment als 2026-11-22T10:00:00+01:00, of een dag als 2026-11-22.",
      en: "--as-of: write a moment as 2026-11-22T10:00:00+01:00, or a day as 2026-11-22."))
}
