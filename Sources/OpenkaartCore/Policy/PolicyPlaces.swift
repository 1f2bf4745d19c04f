/// Where each part of a policy was written, by its path, such as `purposes.offers.basis`.
///
/// Parts of a list that have an id or name are called by it; others by their number from 0.
public struct PolicyPlaces: Hashable, Sendable {
  private var positions: [String: Position] = [:]
  private var unreadable: Set<String> = []
  /// Every path around an unreadable one.
  private var holdsUnreadable: Set<String> = []

  public init() {}

  /// Where `path` was written; when it was left out, where the nearest part around it starts.
  public subscript(path: String) -> Position {
    var rest = path[...]
    while true {
      if let position = positions[String(rest)] { return position }
      guard let dot = rest.lastIndex(of: ".") else { return Position(line: 1, column: 1) }
      rest = rest[..<dot]
    }
  }

  /// Whether something was written at exactly this path.
  public func isWritten(_ path: String) -> Bool { positions[path] != nil }

  /// Whether `path`, or something in it, stands in the document but could not be read.
  ///
  /// What is missing because it was misspelt has been reported; it is not reported again.
  func isUnreadable(_ path: String) -> Bool {
    holdsUnreadable.contains(path) || unreadable.contains(path)
      || Self.around(path).contains(where: unreadable.contains)
  }

  /// Whether exactly `path` could not be read.
  func isUnreadableItself(_ path: String) -> Bool { unreadable.contains(path) }

  mutating func write(_ path: String, at position: Position) { positions[path] = position }

  mutating func markUnreadable(_ path: String) {
    unreadable.insert(path)
    holdsUnreadable.formUnion(Self.around(path))
  }

  /// The paths around `path`: `a` and `a.b` for `a.b.c`.
  private static func around(_ path: String) -> [String] {
    path.indices.filter { path[$0] == "." }.map { String(path[..<$0]) }
  }
}
