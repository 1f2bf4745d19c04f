public import OpenkaartCore
import Synchronization

/// The ways into the server, each of which can have a name or a port of its own.
public enum Door: String, Hashable, Sendable, CaseIterable {
  /// For programs, with a key.
  case api
  /// For customers.
  case pages
  /// For staff.
  case console
  /// For everybody who checks the log.
  case log
  /// For whoever keeps the server running: health and numbers.
  case health

  /// Whether anything stands behind it yet; a door without is not told of.
  public var isBuilt: Bool { self == .api || self == .pages || self == .health }

  public var label: LocalizedText {
    switch self {
    case .api: LocalizedText(nl: "API voor programma's", en: "API for programs")
    case .pages: LocalizedText(nl: "Pagina's voor klanten", en: "Pages for customers")
    case .console: LocalizedText(nl: "Beheer", en: "Console")
    case .log: LocalizedText(nl: "Logboek", en: "Log")
    case .health: LocalizedText(nl: "Gezondheid en cijfers", en: "Health and numbers")
    }
  }
}

/// Where each door is, once they are open.
final class DoorAddresses: Sendable {
  private let found = Mutex<[Door: String]>([:])
  var all: [Door: String] { found.withLock { $0 } }
  func set(_ addresses: [Door: String]) { found.withLock { $0 = addresses } }
}
