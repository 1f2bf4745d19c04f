internal import Foundation
internal import OpenkaartCore
public import OpenkaartService

/// Looks at personal data, written to `usage.ndjson` in the data folder: one line each, only added.
///
/// A line names nobody: a customer stands in it by the opaque name.
public struct UsageFile: UsageLog {
  private let path: String

  /// The log of a data folder.
  public init(inFolder folder: String) { path = folder + "/usage.ndjson" }

  /// Writes down one look; durable when this returns.
  ///
  /// A decision that was only asked for hands out nothing of a person and is not written down; one
  /// that is recorded becomes a fact.
  ///
  /// - Throws: ``StoreError`` when the file cannot be written; then nothing may be handed out.
  public func append(_ entry: UsageEntry) async throws {
    guard entry.kind != .decided else { return }
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StoreError(systemCode: errno, at: path) }
    defer { close(file) }
    let line = Self.line(entry)
    // One write, so that lines of several processes do not mix.
    let written = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard written == line.count, fdatasync(file) == 0 else {
      throw StoreError(systemCode: errno, at: path)
    }
  }

  private static func line(_ entry: UsageEntry) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("at")
      json.string(entry.at.rfc3339())
      json.key("kind")
      json.string(entry.kind.rawValue)
      json.key("by")
      json.string(entry.by)
      for (key, value) in [
        ("purpose", entry.purpose), ("channel", entry.channel?.rawValue),
        ("customer", entry.customer?.text), ("policyVersion", entry.policyVersion),
      ] {
        guard let value else { continue }
        json.key(key)
        json.string(value)
      }
      json.key("people")
      json.integer(entry.people)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}
