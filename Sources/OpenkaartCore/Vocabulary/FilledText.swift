extension String {
  /// The text with a value in each place `{name}`.
  ///
  /// - Parameter value: Gives what stands in the place of a name.
  /// - Returns: The whole text.
  package func filled(with value: (_ name: Substring) -> String) -> String {
    guard utf8.contains(UInt8(ascii: "{")) else { return self }
    var filled = ""
    var rest = utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      filled += Substring(rest[..<open])
      filled += value(Substring(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return filled + Substring(rest)
  }
}
