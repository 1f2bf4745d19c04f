import OpenkaartCore

extension Policy {
  /// What to say of a purpose that the policy does not have; `nil` when it has it.
  func refusal(ofPurpose id: String) -> LocalizedText? {
    let known = purposes.map(\.id)
    guard !known.contains(id) else { return nil }
    let nearest = NearestWord.nearest(to: id, among: known)
    let all = known.joined(separator: ", ")
    return LocalizedText(
      nl: "Het beleid heeft geen doel `\(id)`. "
        + "\(nearest.map { "Bedoelde u `\($0)`? " } ?? "")Er zijn: \(all).",
      en: "The policy has no purpose `\(id)`. "
        + "\(nearest.map { "Did you mean `\($0)`? " } ?? "")It has: \(all).")
  }
}
