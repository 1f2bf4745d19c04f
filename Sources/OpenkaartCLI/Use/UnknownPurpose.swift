import OpenkaartCore

extension Policy {
  /// What to say of a purpose that the policy does not have; `nil` when it has it.
  func refusal(ofPurpose id: String) -> LocalizedText? {
    let known = purposes.map(\.id)
    if known.contains(id) { return nil }
    return .unknown(LocalizedText(nl: "doel", en: "purpose"), id, among: known)
  }

  /// What to say of a source that the policy does not have; `nil` when it has it, or names none.
  func refusal(ofSource id: String) -> LocalizedText? {
    let known = sources.map(\.id)
    if known.isEmpty || known.contains(id) { return nil }
    return .unknown(LocalizedText(nl: "bron", en: "source"), id, among: known)
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
