/// What a purpose means, in the plain words one would use across a counter.
public struct PurposeExplanation: Hashable, Sendable {
  public let title: String
  public let sections: [Section]

  public struct Section: Hashable, Sendable {
    public let title: String
    public let lines: [String]
  }

  /// Explains `purpose`, which must be one of `policy`.
  public init(of purpose: Purpose, in policy: Policy, language: Language) {
    let words = PurposeWords(purpose: purpose, policy: policy, language: language)
    title = "\(purpose.label[language].onOneLine) (\(purpose.id))"
    sections = [
      words.nature, words.channels, words.conditions, words.houseRules, words.data, words.period,
      words.benefit,
    ].compactMap(\.self)
  }

  /// The explanation to print in a terminal.
  public var text: String {
    var lines = [title]
    for section in sections {
      lines += ["", section.title]
      lines += section.lines.map { "  - \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
