public import OpenkaartCore

/// Why the desk cannot answer, and what to do.
public enum DeskError: Error, Hashable, Sendable, CustomStringConvertible {
  case noPolicy
  case unknownPurpose(String, known: [String])
  case unknownSegment(String, known: [String])
  /// The condition of a segment cannot be read.
  case condition(DocumentError)

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .noPolicy: "desk.noPolicy"
    case .unknownPurpose: "desk.unknownPurpose"
    case .unknownSegment: "desk.unknownSegment"
    case .condition(let error): error.code
    }
  }

  public var description: String { message.en }

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .noPolicy:
      LocalizedText(
        nl: "Voor deze gegevens is nog geen beleid in gebruik genomen. Doe dat met: "
          + "openkaart policy apply policy.yaml --data DIR --lang nl",
        en: "No policy was applied to this data yet. Apply one: "
          + "openkaart policy apply policy.yaml --data DIR")
    case .unknownPurpose(let purpose, let known):
      LocalizedText(
        nl: "Het beleid heeft geen doel `\(purpose)`. Er zijn: \(known.joined(separator: ", ")).",
        en: "The policy has no purpose `\(purpose)`. It has: \(known.joined(separator: ", ")).")
    case .unknownSegment(let segment, let known):
      LocalizedText(
        nl: "Het beleid heeft geen groep `\(segment)`. "
          + (known.isEmpty
            ? "Het heeft er geen; zet er een onder `segments`."
            : "Er zijn: \(known.joined(separator: ", "))."),
        en: "The policy has no segment `\(segment)`. "
          + (known.isEmpty
            ? "It has none; add one under `segments`."
            : "It has: \(known.joined(separator: ", "))."))
    case .condition(let error): error.message
    }
  }
}
