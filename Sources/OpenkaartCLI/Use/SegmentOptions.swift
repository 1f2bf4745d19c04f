import ArgumentParser
import OpenkaartCore
import OpenkaartService

/// The segment a command is about, as arguments.
struct SegmentOptions: ParsableArguments {
  @Option(help: "Only the people of this segment of the policy.") var segment: String?
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only the people for whom this holds, as: bought cars in 24 months and age at least 18.",
      valueName: "condition"))
  var condition: String?

  func validate() throws {
    if segment != nil, condition != nil {
      throw ValidationError(
        LocalizedText(
          nl: "Geef --segment of --where, niet allebei.",
          en: "Give --segment or --where, not both."))
    }
  }

  /// What to say when none was named.
  static var missing: ValidationError {
    ValidationError(
      LocalizedText(
        nl: "Noem de groep: --segment of --where.", en: "Name the segment: --segment or --where."))
  }

  var choice: SegmentChoice? {
    segment.map { .named($0) } ?? condition.map { .written($0) }
  }

  /// The segment, as fields of a question to the API.
  func write(to json: inout JSONWriter) {
    for (key, value) in [("segment", segment), ("where", condition)] {
      guard let value else { continue }
      json.key(key)
      json.string(value)
    }
  }
}
