import Foundation
public import OpenkaartCore

/// Why the time zones of the system cannot be read.
public enum ZoneTableError: Error, Hashable, Sendable, CustomStringConvertible {
  case noZones(directory: String)
  case unknownZone(String, directory: String)
  case unreadableZone(String, TZifError)

  public var code: String {
    switch self {
    case .noZones: "zone.none_installed"
    case .unknownZone: "zone.unknown"
    case .unreadableZone(_, let error): error.code
    }
  }

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .noZones(let directory):
      LocalizedText(
        nl: "In `\(directory)` staan geen tijdzones. Installeer het pakket `tzdata`.",
        en: "There are no time zones in `\(directory)`. Install the `tzdata` package.")
    case .unknownZone(let name, let directory):
      LocalizedText(
        nl: """
          In `\(directory)` staat geen tijdzone `\(name)`. Schrijf een IANA-naam, zoals \
          `Europe/Amsterdam`, en kijk of het pakket `tzdata` geïnstalleerd is.
          """,
        en: """
          There is no time zone `\(name)` in `\(directory)`. Write an IANA name such as \
          `Europe/Amsterdam`, and make sure that the `tzdata` package is installed.
          """)
    case .unreadableZone(let name, let error):
      LocalizedText(
        nl:
          "Het bestand van tijdzone `\(name)` is beschadigd. Installeer het pakket `tzdata` opnieuw.",
        en: "The file of time zone `\(name)` is damaged: \(error). Install the `tzdata` package "
          + "again.")
    }
  }

  public var description: String { message.en }
}

extension ZoneTable {
  /// Reads every time zone in a folder that `zic` filled.
  ///
  /// - Parameter directory: Where the zones are; the folders `posix` and `right` in it are skipped.
  /// - Returns: The zones under every name they have there, old names included.
  /// - Throws: ``ZoneTableError`` when there are none or one is damaged.
  public static func system(directory: String = "/usr/share/zoneinfo") throws -> ZoneTable {
    let root = URL(filePath: directory, directoryHint: .isDirectory).resolvingSymlinksInPath().path
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    var zones: [ZoneRules] = []
    zones.reserveCapacity(paths.count)
    for name in paths where isZoneName(name) && !isCopy(name) {
      guard let bytes = bytes(of: name, in: root), bytes.starts(with: "TZif".utf8) else { continue }
      zones.append(try rules(in: bytes, name: name))
    }
    guard !zones.isEmpty else { throw ZoneTableError.noZones(directory: directory) }
    return ZoneTable(zones)
  }

  /// Reads only the time zones with these names.
  ///
  /// - Throws: ``ZoneTableError`` when a name is unknown or its file damaged.
  public static func system(
    names: [String], directory: String = "/usr/share/zoneinfo"
  ) throws -> ZoneTable {
    var zones: [ZoneRules] = []
    for name in names {
      guard isZoneName(name), let bytes = bytes(of: name, in: directory) else {
        throw ZoneTableError.unknownZone(name, directory: directory)
      }
      zones.append(try rules(in: bytes, name: name))
    }
    return ZoneTable(zones)
  }

  private static func rules(in bytes: [UInt8], name: String) throws(ZoneTableError) -> ZoneRules {
    do {
      return try TZif.rules(in: bytes, name: name)
    } catch {
      throw .unreadableZone(name, error)
    }
  }

  private static func bytes(of name: String, in directory: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(directory)/\(name)").map { [UInt8]($0) }
  }

  /// Whether `name` is written like a zone, and so cannot lead out of the folder.
  private static func isZoneName(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
            UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }

  /// Whether a path in the folder is another copy of a zone, or no zone of a place.
  private static func isCopy(_ path: String) -> Bool {
    path.hasPrefix("posix/") || path.hasPrefix("right/")
      || ["posixrules", "localtime", "Factory"].contains(path)
  }
}
