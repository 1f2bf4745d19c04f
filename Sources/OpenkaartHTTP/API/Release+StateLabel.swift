public import OpenkaartCore
public import OpenkaartService

extension Release.State {
  /// The state for people.
  public var label: LocalizedText {
    switch self {
    case .draft: LocalizedText(nl: "concept", en: "draft")
    case .frozen: LocalizedText(nl: "vastgezet", en: "frozen")
    case .cancelled: LocalizedText(nl: "beëindigd", en: "cancelled")
    }
  }
}
