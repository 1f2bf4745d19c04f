/// Finds Dutch citizen service numbers (BSN) in free text and masks them.
///
/// A company may process the number only where a law prescribes it, so it never gets in.
///
/// - SeeAlso: UAVG 46; GDPR 87.
public enum CitizenNumber {
  /// What stands in the place of a number.
  public static let mask = "*********"

  /// Whether nine digits pass the eleven test: 9a + 8b + … + 2h − i divides by 11.
  static func passesElevenTest(_ digits: some Sequence<UInt8>) -> Bool {
    var sum = 0
    var weight = 9
    var nonZero = false
    for digit in digits {
      sum += Int(digit) * (weight == 1 ? -1 : weight)
      nonZero = nonZero || digit != 0
      weight -= 1
    }
    return weight == 0 && nonZero && sum % 11 == 0
  }

  /// Masks every citizen number in `text`, and counts them in `count`.
  ///
  /// Found are nine digits in a row, and the groupings 4-2-3 and 3-3-3 with a space, dot or hyphen.
  public static func masked(_ text: String, counting count: inout Int) -> String {
    guard mayStand(in: text) else { return text }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var copied = 0
    var index = 0
    while index < bytes.count {
      guard isDigit(bytes[index]) else {
        index += 1
        continue
      }
      if let end = numberEnd(in: bytes, from: index) {
        output += bytes[copied..<index]
        output += Array(mask.utf8)
        copied = end
        count += 1
        index = end
      } else {
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      }
    }
    guard copied > 0 else { return text }
    output += bytes[copied...]
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether a text holds as many digits as a number has; most do not.
  private static func mayStand(in text: String) -> Bool {
    guard text.utf8.count >= 9 else { return false }
    var text = text
    return text.withUTF8 { utf8 in
      var digits = 0
      for byte in utf8 where isDigit(byte) { digits += 1 }
      return digits >= 9
    }
  }

  /// Whether a value is worth looking into.
  static func mayStand(in node: Node) -> Bool {
    switch node.content {
    case .string(let text), .number(let text): mayStand(in: text)
    case .array, .object: true
    case .null, .bool: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The end of the citizen number that starts at `start`, if one does; a longer run is none.
  private static func numberEnd(in bytes: [UInt8], from start: Int) -> Int? {
    for groups in [[9], [4, 2, 3], [3, 3, 3]] {
      var digits: [UInt8] = []
      var index = start
      var separator: UInt8?
      var matches = true
      for (number, length) in groups.enumerated() where matches {
        if number > 0 {
          guard index < bytes.count, " .-".utf8.contains(bytes[index]),
            separator == nil || separator == bytes[index]
          else {
            matches = false
            break
          }
          separator = bytes[index]
          index += 1
        }
        var taken = 0
        while index < bytes.count, isDigit(bytes[index]), taken < length {
          digits.append(bytes[index] - UInt8(ascii: "0"))
          index += 1
          taken += 1
        }
        // A longer run of digits is another kind of number.
        matches = taken == length && !(index < bytes.count && isDigit(bytes[index]))
      }
      if matches, passesElevenTest(digits) { return index }
    }
    return nil
  }
}
