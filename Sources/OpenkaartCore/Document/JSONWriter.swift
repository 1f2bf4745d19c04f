/// Writes JSON text as RFC 8259 has it: keys in the order written, no floating point.
///
/// ```swift
/// var json = JSONWriter()
/// json.object {
///   $0.key("outcome")
///   $0.string("deny")
///   $0.key("reasons")
///   $0.array { $0.string("consent.withdrawn") }
/// }
/// json.text  // {"outcome":"deny","reasons":["consent.withdrawn"]}
/// ```
///
/// Commas come by themselves. The writer does not watch the grammar: give every key one value,
/// and write one value at the top.
public struct JSONWriter: Sendable {
  /// What is written so far, as UTF-8.
  public private(set) var bytes: [UInt8] = []
  private let isPretty: Bool
  private var depth = 0
  private var isFirst = true
  private var followsKey = false

  /// Starts an empty text.
  ///
  /// - Parameter pretty: Whether to put each value on its own line, indented by two spaces.
  public init(pretty: Bool = false) {
    isPretty = pretty
  }

  /// Starts anew, in the same memory.
  package mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    depth = 0
    isFirst = true
    followsKey = false
  }

  /// What is written so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func beginObject() { begin(UInt8(ascii: "{")) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes an object with the members that `body` writes.
  public mutating func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginObject()
    try body(&self)
    endObject()
  }

  /// Writes an array with the values that `body` writes.
  public mutating func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginArray()
    try body(&self)
    endArray()
  }

  /// Writes the key of the next value.
  public mutating func key(_ key: String) {
    startValue()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    if isPretty { bytes.append(UInt8(ascii: " ")) }
    followsKey = true
  }

  public mutating func string(_ value: String) {
    startValue()
    quote(value)
  }

  public mutating func integer(_ value: some BinaryInteger) { plain(String(value)) }
  public mutating func bool(_ value: Bool) { plain(value ? "true" : "false") }
  public mutating func null() { plain("null") }

  /// Writes a decimal number as it stands, or as a string if no reader would take it as a number.
  public mutating func number(_ decimal: String) {
    guard decimal.utf8.count <= JSONNumber.longest, JSONNumber.matches(decimal) else {
      return string(decimal)
    }
    plain(decimal)
  }

  /// Writes `node` and all within it; positions are not written.
  public mutating func node(_ node: Node) {
    switch node.content {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let decimal): number(decimal)
    case .string(let value): string(value)
    case .array(let nodes):
      array { json in
        for node in nodes { json.node(node) }
      }
    case .object(let members):
      object { json in
        for member in members {
          json.key(member.key)
          json.node(member.value)
        }
      }
    }
  }

  private mutating func begin(_ bracket: UInt8) {
    startValue()
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func end(_ bracket: UInt8) {
    depth -= 1
    if !isFirst { startLine() }
    bytes.append(bracket)
    isFirst = false
  }

  private mutating func plain(_ text: String) {
    startValue()
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes the comma and the line break that the next key or value needs before it.
  private mutating func startValue() {
    if followsKey {
      followsKey = false
      return
    }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    if depth > 0 { startLine() }
    isFirst = false
  }

  private mutating func startLine() {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, depth * 2)))
  }

  /// Writes a text in quotes.
  ///
  /// Besides what RFC 8259 section 7 asks, U+2028 and U+2029 are escaped: they end lines in
  /// JavaScript before ECMAScript 2019 and in many log readers.
  private mutating func quote(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      bytes.append(UInt8(ascii: "\""))
      if Self.isPlain(utf8) { bytes.append(contentsOf: utf8) } else { escape(utf8) }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func escape(_ utf8: UnsafeBufferPointer<UInt8>) {
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(Self.hexDigit(byte >> 4))
        bytes.append(Self.hexDigit(byte & 0xF))
      case 0xA8 where endsLineSeparator(bytes), 0xA9 where endsLineSeparator(bytes):
        bytes.removeLast(2)
        bytes.append(contentsOf: byte == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8)
      default: bytes.append(byte)
      }
    }
  }

  /// Whether nothing in a text is escaped.
  private static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(utf8)
    var index = 0
    while index + 8 <= bytes.count {
      let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if holdsEscaped(eight) { return false }
      index += 8
    }
    var last: UInt64 = 0
    for place in 0..<8 {
      let byte = index + place < bytes.count ? bytes[index + place] : UInt8(ascii: " ")
      last = last << 8 | UInt64(byte)
    }
    return !holdsEscaped(last)
  }

  /// Whether one of eight bytes is escaped, all looked at in one word.
  ///
  /// - SeeAlso: Sean Eron Anderson, "Bit Twiddling Hacks", `haszero` and `hasless`.
  private static func holdsEscaped(_ eight: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    let quotes = zeros(eight ^ ones &* UInt64(UInt8(ascii: "\"")))
    let backslashes = zeros(eight ^ ones &* UInt64(UInt8(ascii: "\\")))
    let leads = zeros(eight ^ ones &* 0xE2)
    let controls = (eight &- ones &* 0x20) & ~eight
    return (quotes | backslashes | leads | controls) & (ones &* 0x80) != 0
  }

  /// Whether the text so far ends in E2 80, the lead of U+2028 and U+2029 in UTF-8.
  private func endsLineSeparator(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[bytes.count - 2] == 0xE2 && bytes[bytes.count - 1] == 0x80
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
