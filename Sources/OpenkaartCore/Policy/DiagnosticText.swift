extension Diagnostic {
  /// The finding as compilers print theirs: place, message, remedy, and the line with a mark.
  public func text(path: String, source: [String], in language: Language) -> String {
    var lines = [
      "\(path):\(position.line):\(position.column): \(word[language]): \(message[language])"
    ]
    if !remedy[language].isEmpty {
      lines.append("  \(LocalizedText(nl: "remedie", en: "remedy")[language]): \(remedy[language])")
    }
    let index = Int(position.line) - 1
    if source.indices.contains(index) {
      let (shown, mark) = Self.excerpt(of: source[index], at: Int(position.column) - 1)
      let number = String(position.line)
      let space = String(repeating: " ", count: number.count)
      lines += ["  \(number) | \(shown)", "  \(space) | \(mark)^"]
    }
    return lines.joined(separator: "\n")
  }

  private var word: LocalizedText {
    switch severity {
    case .error: LocalizedText(nl: "fout", en: "error")
    case .warning: LocalizedText(nl: "waarschuwing", en: "warning")
    }
  }

  /// A line short enough to read, without what a terminal would obey, and the space to its mark.
  private static func excerpt(of line: String, at column: Int) -> (String, String) {
    let scalars = Array(line.unicodeScalars)
    let mark = min(max(column, 0), scalars.count)
    let start = max(0, mark - 60)
    let end = min(scalars.count, start + 96)
    var shown = String.UnicodeScalarView()
    for scalar in scalars[start..<end] {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: shown.append(" ")
      default: shown.append(scalar)
      }
    }
    return (String(shown), String(repeating: " ", count: mark - start))
  }
}

extension String {
  /// The lines as ``Position`` counts them: CR, LF and CR LF each end one.
  public var sourceLines: [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var followsCR = false
    for scalar in unicodeScalars {
      if scalar == "\r" || (scalar == "\n" && !followsCR) {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else if scalar != "\n" {
        line.append(scalar)
      }
      followsCR = scalar == "\r"
    }
    lines.append(String(line))
    return lines
  }
}
