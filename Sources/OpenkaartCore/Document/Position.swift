/// A place in a document, as an editor shows it.
public struct Position: Hashable, Comparable, Sendable {
  /// The line, counted from 1; CR, LF and CR LF each end one line.
  public let line: Int32
  /// The column, counted from 1 in Unicode scalars, not in bytes.
  public let column: Int32

  public init(line: Int32, column: Int32) {
    self.line = line
    self.column = column
  }

  public static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension Position {
  /// Counts lines and columns up to `offset`: for errors only, as it reads from the start.
  package init(offset: Int, in bytes: Swift.Span<UInt8>) {
    var line = 1
    var column = 1
    for index in 0..<max(0, min(offset, bytes.count)) {
      let byte = bytes[index]
      let isBeforeLF = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
      if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && !isBeforeLF) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(line: Int32(clamping: line), column: Int32(clamping: column))
  }
}
