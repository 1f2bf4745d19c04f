/// Where the reading of one JSON document stands.
///
/// The bytes travel as an argument: a `Span` is bounds-checked, and cannot be stored.
struct JSONParser {
  typealias Bytes = Swift.Span<UInt8>

  private let limits: DocumentLimits
  private let depthLimit: Int
  private var nodesLeft: Int
  private var offset = 0
  private var line = 1
  /// The offset of the line's first byte, plus the UTF-8 continuation bytes met on the line: so
  /// `offset - lineStart` counts scalars.
  private var lineStart = 0

  init(limits: DocumentLimits) {
    self.limits = limits
    depthLimit = limits.safeDepth
    nodesLeft = limits.nodes
  }

  mutating func document(_ bytes: Bytes) throws(DocumentError) -> Node {
    guard bytes.count <= limits.bytes else {
      throw fault(.bytes(limit: limits.bytes), at: 0, in: bytes)
    }
    do {
      _ = try UTF8Span(validating: bytes)
    } catch {
      throw fault(.encoding, at: error.byteOffsets.lowerBound, in: bytes)
    }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw fault(.byteOrderMark, at: 0, in: bytes)
    }

    let node = try value(bytes, depth: 0)
    skipSpace(bytes)
    guard offset == bytes.count else { throw fault(.trailing, at: offset, in: bytes) }
    return node
  }

  private mutating func value(_ bytes: Bytes, depth: Int) throws(DocumentError) -> Node {
    skipSpace(bytes)
    guard offset < bytes.count else { throw fault(.unfinished, at: offset, in: bytes) }
    nodesLeft -= 1
    guard nodesLeft >= 0 else { throw fault(.nodes(limit: limits.nodes), at: offset, in: bytes) }

    let position = position
    let content: Node.Content
    switch bytes[offset] {
    case UInt8(ascii: "\""): content = .string(try text(bytes))
    case UInt8(ascii: "{"): content = .object(try members(bytes, depth: depth + 1))
    case UInt8(ascii: "["): content = .array(try elements(bytes, depth: depth + 1))
    case UInt8(ascii: "t"): content = try literal("true", .bool(true), bytes)
    case UInt8(ascii: "f"): content = try literal("false", .bool(false), bytes)
    case UInt8(ascii: "n"): content = try literal("null", .null, bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      content = .number(try number(bytes))
    default: throw fault(.value, at: offset, in: bytes)
    }
    return Node(content, at: position)
  }

  private mutating func members(
    _ bytes: Bytes, depth: Int
  ) throws(DocumentError) -> [Node.Member] {
    guard try opens(bytes, depth: depth, closing: UInt8(ascii: "}")) else { return [] }
    var list = MemberList()
    repeat {
      skipSpace(bytes)
      let keyOffset = offset
      let keyPosition = position
      guard offset < bytes.count else { throw fault(.unfinished, at: offset, in: bytes) }
      guard bytes[offset] == UInt8(ascii: "\"") else { throw fault(.key, at: offset, in: bytes) }
      let key = try text(bytes)
      guard !list.contains(key) else { throw fault(.duplicateKey(key), at: keyOffset, in: bytes) }
      skipSpace(bytes)
      guard offset < bytes.count else { throw fault(.unfinished, at: offset, in: bytes) }
      guard bytes[offset] == UInt8(ascii: ":") else { throw fault(.colon, at: offset, in: bytes) }
      offset += 1
      let value = try value(bytes, depth: depth)
      list.append(Node.Member(key: key, keyPosition: keyPosition, value: value))
    } while try continues(bytes, closing: UInt8(ascii: "}"))
    return list.members
  }

  private mutating func elements(_ bytes: Bytes, depth: Int) throws(DocumentError) -> [Node] {
    guard try opens(bytes, depth: depth, closing: UInt8(ascii: "]")) else { return [] }
    var nodes: [Node] = []
    repeat {
      nodes.append(try value(bytes, depth: depth))
    } while try continues(bytes, closing: UInt8(ascii: "]"))
    return nodes
  }

  /// Steps over an opening bracket; says whether anything stands before the closing one.
  private mutating func opens(
    _ bytes: Bytes, depth: Int, closing: UInt8
  ) throws(DocumentError) -> Bool {
    guard depth <= depthLimit else { throw fault(.depth(limit: depthLimit), at: offset, in: bytes) }
    offset += 1
    skipSpace(bytes)
    guard offset < bytes.count, bytes[offset] == closing else { return true }
    offset += 1
    return false
  }

  /// Steps over a comma or the closing bracket; says whether it was the comma.
  private mutating func continues(_ bytes: Bytes, closing: UInt8) throws(DocumentError) -> Bool {
    skipSpace(bytes)
    guard offset < bytes.count else { throw fault(.unfinished, at: offset, in: bytes) }
    let byte = bytes[offset]
    guard byte == closing || byte == UInt8(ascii: ",") else {
      throw fault(.separator, at: offset, in: bytes)
    }
    offset += 1
    return byte != closing
  }

  private mutating func literal(
    _ word: String, _ content: Node.Content, _ bytes: Bytes
  ) throws(DocumentError) -> Node.Content {
    var index = offset
    for byte in word.utf8 {
      guard index < bytes.count else { throw fault(.unfinished, at: index, in: bytes) }
      guard bytes[index] == byte else { throw fault(.value, at: offset, in: bytes) }
      index += 1
    }
    offset = index
    return content
  }

  private mutating func number(_ bytes: Bytes) throws(DocumentError) -> String {
    guard let end = JSONNumber.end(in: bytes, from: offset) else {
      throw fault(.number, at: offset, in: bytes)
    }
    guard end - offset <= JSONNumber.longest else {
      throw fault(.numberLength, at: offset, in: bytes)
    }
    let text = String(
      copying: UTF8Span(unchecked: bytes.extracting(offset..<end), isKnownASCII: true))
    offset = end
    return text
  }

  /// Reads a text, the quick way as long as no escape turns up.
  private mutating func text(_ bytes: Bytes) throws(DocumentError) -> String {
    let start = offset + 1
    var index = start
    var continuations = 0
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") { return try escapedText(bytes) }
      guard byte >= 0x20 else { throw fault(.control, at: index, in: bytes) }
      continuations += byte & 0xC0 == 0x80 ? 1 : 0
      index += 1
    }
    guard index < bytes.count else { throw fault(.unfinished, at: index, in: bytes) }
    guard index - start <= limits.textBytes else {
      throw fault(.textLength(limit: limits.textBytes), at: start - 1, in: bytes)
    }
    offset = index + 1
    lineStart += continuations
    // Cut at ASCII quotes out of bytes that are valid as a whole: still valid.
    return String(
      copying: UTF8Span(
        unchecked: bytes.extracting(start..<index), isKnownASCII: continuations == 0))
  }

  private mutating func escapedText(_ bytes: Bytes) throws(DocumentError) -> String {
    let start = offset
    var index = start + 1
    var continuations = 0
    var text: [UInt8] = []
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      let byte = bytes[index]
      guard byte >= 0x20 else { throw fault(.control, at: index, in: bytes) }
      if byte == UInt8(ascii: "\\") {
        do {
          index = try JSONEscape.append(to: &text, from: bytes, at: index)
        } catch {
          throw fault(error, at: index, in: bytes)
        }
      } else {
        continuations += byte & 0xC0 == 0x80 ? 1 : 0
        text.append(byte)
        index += 1
      }
    }
    guard index < bytes.count else { throw fault(.unfinished, at: index, in: bytes) }
    guard text.count <= limits.textBytes else {
      throw fault(.textLength(limit: limits.textBytes), at: start, in: bytes)
    }
    offset = index + 1
    lineStart += continuations
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func skipSpace(_ bytes: Bytes) {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): offset += 1
      case UInt8(ascii: "\n"):
        offset += 1
        endLine()
      case UInt8(ascii: "\r"):
        offset += 1
        if offset == bytes.count || bytes[offset] != UInt8(ascii: "\n") { endLine() }
      default: return
      }
    }
  }

  private mutating func endLine() {
    line += 1
    lineStart = offset
  }

  private var position: Position {
    Position(line: Int32(clamping: line), column: Int32(clamping: offset - lineStart + 1))
  }

  private func fault(_ problem: JSONProblem, at index: Int, in bytes: Bytes) -> DocumentError {
    DocumentError(
      code: problem.code, message: problem.message, at: Position(offset: index, in: bytes))
  }
}
