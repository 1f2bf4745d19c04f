/// A language in which Openkaart speaks to people.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case nl, en
}

/// A text in each language that Openkaart speaks.
public struct LocalizedText: Hashable, Sendable {
  public let nl: String
  public let en: String

  public init(nl: String, en: String) {
    self.nl = nl
    self.en = en
  }

  public subscript(language: Language) -> String {
    switch language {
    case .nl: nl
    case .en: en
    }
  }
}
