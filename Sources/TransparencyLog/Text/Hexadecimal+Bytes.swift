public import LogVerification

extension Hexadecimal {
  /// The bytes, or `nil` when anything else is in the text or half a byte.
  public static func bytes(in text: some Collection<UInt8>) -> [UInt8]? {
    let values = text.compactMap { digits.firstIndex(of: $0).map(UInt8.init) }
    guard values.count == text.count, values.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }
}
