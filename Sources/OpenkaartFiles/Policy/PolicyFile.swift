import Foundation
public import OpenkaartCore
internal import OpenkaartSegments

/// A policy read from a file, ready for the gate.
public struct PolicyFile: Sendable {
  public let path: String
  public let text: String
  /// The file, byte by byte.
  public let bytes: [UInt8]
  /// The policy, with its version.
  public let policy: Policy
  /// What came of reading it; it may hold warnings.
  public let reading: PolicyReading
  /// The time zones the policy is read by.
  public let zones: ZoneTable

  /// Loads the policy at `path`; without `zones` the time zones of the system are read.
  ///
  /// - Throws: ``PolicyFileError`` when there is no file or it holds a mistake,
  ///   ``ZoneTableError`` when the system has no time zones.
  public static func load(
    path: String, zones: ZoneTable? = nil
  ) throws -> PolicyFile {
    let draft = try PolicyDraft.read(path: path, zones: zones)
    guard let policy = draft.policy else { throw PolicyFileError.mistakes(draft) }
    return PolicyFile(
      path: path, text: draft.text, bytes: draft.bytes, policy: policy, reading: draft.reading,
      zones: draft.zones)
  }
}

/// The text of a policy and everything that is wrong with it.
public struct PolicyDraft: Sendable {
  public let path: String
  public let text: String
  public let reading: PolicyReading
  public let zones: ZoneTable
  let bytes: [UInt8]

  /// The policy with its version; `nil` when there is an error.
  public var policy: Policy? {
    guard var policy = reading.policy else { return nil }
    policy.version = Policy.version(of: bytes, zones: zones)
    return policy
  }

  /// Reads and checks the file at `path`, whatever is wrong with its text.
  ///
  /// - Throws: ``PolicyFileError`` when there is no file, ``ZoneTableError`` when the system has no
  ///   time zones.
  public static func read(
    path: String, zones: ZoneTable? = nil
  ) throws -> PolicyDraft {
    let bytes = try bytes(of: path)
    return PolicyDraft(bytes: bytes, path: path, zones: try zones ?? .system())
  }

  /// Reads and checks `bytes`, which came from `path`.
  public init(bytes: [UInt8], path: String, zones: ZoneTable) {
    self.bytes = bytes
    self.path = path
    self.zones = zones
    text = String(decoding: bytes, as: UTF8.self)
    do {
      let node = try YAMLReader.node(in: bytes, limits: Self.limits)
      let reading = PolicyCheck.reading(of: node)
      self.reading =
        reading.policy.map { policy in
          reading.adding(
            PolicyCheck.zoneDiagnostics(
              for: policy, places: reading.places, known: zones.names)
              + SegmentCheck.diagnostics(for: policy))
        } ?? reading
    } catch {
      reading = PolicyReading(unreadable: error)
    }
  }

  /// Far more than any policy needs, and little enough to check in a moment.
  private static let limits = DocumentLimits(bytes: 1 << 20, nodes: 100_000, textBytes: 1 << 16)

  private static func bytes(of path: String) throws(PolicyFileError) -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable(path) }
    defer { try? handle.close() }
    do {
      // One byte more than is allowed: the reader then says that it is too large.
      return [UInt8](try handle.read(upToCount: limits.bytes + 1) ?? Data())
    } catch {
      throw .unreadable(path)
    }
  }
}

/// Why there is no policy to work with.
public enum PolicyFileError: Error, Sendable, CustomStringConvertible {
  case unreadable(String)
  case mistakes(PolicyDraft)

  public var code: String {
    switch self {
    case .unreadable: "policy.unreadable"
    case .mistakes: "policy.mistakes"
    }
  }

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .unreadable(let path):
      LocalizedText(
        nl: "Het bestand \(path) is niet te lezen. Kijk of het er is en of u het mag lezen.",
        en: "The file \(path) cannot be read. Check that it is there and that you may read it.")
    case .mistakes(let draft):
      LocalizedText(
        nl: Self.first(of: draft, in: .nl)
          + "Draai er `openkaart policy check` op voor elke fout en hoe u die herstelt.",
        en: Self.first(of: draft, in: .en)
          + "Run `openkaart policy check` on it for every mistake and its remedy.")
    }
  }

  /// The first mistakes, each on its line.
  private static func first(of draft: PolicyDraft, in language: Language) -> String {
    draft.reading.diagnostics.filter { $0.severity == .error }.prefix(5).map {
      "\(draft.path):\($0.position.line):\($0.position.column): \($0.message[language])\n"
    }.joined()
  }

  public var description: String { message.en }
}
