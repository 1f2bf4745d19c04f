import OpenkaartCore

extension Policy {
  /// What to say of a purpose that the policy does not have; `nil` when it has it.
  func refusal(ofPurpose id: String) -> LocalizedText? {
    let known = purposes.map(\.id)
    return known.contains(id) ? nil : .unknown(Word.purpose, id, among: known)
  }

  /// What to say of a source that the policy does not have; `nil` when it has it, or names none.
  func refusal(ofSource id: String) -> LocalizedText? {
    let known = sources.map(\.id)
    return known.isEmpty || known.contains(id) ? nil : .unknown(Word.source, id, among: known)
  }

  private enum Word {
    static let purpose = LocalizedText(nl: "doel", en: "purpose")
    static let source = LocalizedText(nl: "bron", en: "source")
  }
}

extension LocalizedText {
  fileprivate static func unknown(
    _ what: LocalizedText, _ name: String, among known: [String]
  ) -> LocalizedText {
    let hint = didYouMean(NearestWord.nearest(to: name, among: known))
    let all = known.joined(separator: ", ")
    return LocalizedText(
      nl: "Het beleid heeft geen \(what.nl) `\(name)`. \(hint.nl)Er zijn: \(all).",
      en: "The policy has no \(what.en) `\(name)`. \(hint.en)It has: \(all).")
  }
}
