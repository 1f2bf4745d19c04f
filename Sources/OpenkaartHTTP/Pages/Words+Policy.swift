import OpenkaartCore

extension Words {
  /// The name of a topic, as a heading writes it: of the policy, of our tables, or its own word.
  func topic(_ id: String, of policy: Policy) -> String {
    let line = policy.productLines.first { $0.id == id }?.label[language]
    return (line ?? texts[id]?[language] ?? Self.spaced(id)).firstLetterUp
  }

  /// The name of a company that receives data, made of its word in the policy.
  func recipient(_ id: String) -> String { Self.spaced(id).firstLetterUp }

  private static func spaced(_ word: String) -> String {
    String(word.map { $0 == "-" || $0 == "_" ? " " : $0 })
  }
}
