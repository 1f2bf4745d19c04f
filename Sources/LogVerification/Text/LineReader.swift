/// Takes lines that end in a newline off the front of a text.
package struct LineReader {
  /// What has not been read yet.
  package private(set) var rest: ArraySlice<UInt8>
  /// How many lines have been read; also the number of the last one, counted from 1.
  package private(set) var line = 0

  package init(_ bytes: some Collection<UInt8>) {
    rest = ArraySlice(bytes)
  }

  /// The next line without its newline, or `nil` when no whole line is left.
  package mutating func next() -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: .newline) else { return nil }
    let line = rest[..<end]
    rest = rest[(end + 1)...]
    self.line += 1
    return line
  }
}

extension UInt8 {
  package static let newline = UInt8(ascii: "\n")
  package static let space = UInt8(ascii: " ")
}

extension Collection<UInt8> {
  /// What follows `prefix`, or `nil` when this does not begin with it.
  package func dropping(prefix: String) -> SubSequence? {
    starts(with: prefix.utf8) ? dropFirst(prefix.utf8.count) : nil
  }
}
