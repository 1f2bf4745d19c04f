/// Why bytes are not the rules of a time zone.
public enum TZifError: Error, Hashable, Sendable, CustomStringConvertible {
  case notTZif
  case truncated
  case unknownVersion
  case tooLarge
  case noTimeTypes
  case unknownTimeType
  case leapSeconds
  case unusableOffset
  case transitionsNotAscending
  case unreadableFooter

  public var code: String {
    switch self {
    case .notTZif: "zone.not_tzif"
    case .truncated: "zone.truncated"
    case .unknownVersion: "zone.unknown_version"
    case .tooLarge: "zone.too_large"
    case .noTimeTypes: "zone.no_time_types"
    case .unknownTimeType: "zone.unknown_time_type"
    case .leapSeconds: "zone.leap_seconds"
    case .unusableOffset: "zone.unusable_offset"
    case .transitionsNotAscending: "zone.transitions_not_ascending"
    case .unreadableFooter: "zone.unreadable_footer"
    }
  }

  public var message: String {
    switch self {
    case .notTZif: "it does not start with `TZif`"
    case .truncated: "it ends before its contents do"
    case .unknownVersion: "its format version is unknown"
    case .tooLarge: "it holds more transitions or types than a time zone has"
    case .noTimeTypes: "it names no offset from UTC"
    case .unknownTimeType: "a transition names an offset that is not in the file"
    case .leapSeconds: "it counts leap seconds; use the zone outside the `right` folder"
    case .unusableOffset: "an offset from UTC is beyond 24 hours"
    case .transitionsNotAscending: "its transitions are not in order of time"
    case .unreadableFooter: "the rule for later years at its end cannot be read"
    }
  }

  public var description: String { message }
}
