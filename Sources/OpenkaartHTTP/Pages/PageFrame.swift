import OpenkaartCore

/// What stands around the content of a page.
struct PageFrame {
  let title: String
  let language: Language
  /// The address of the page, without what stands behind the question mark.
  let path: String
  /// What stands behind the question mark, but for the language; written as in an address.
  var query = ""
  /// Whether the reader just chose the language, which is then remembered.
  var isLanguageChosen = false
  /// Whose page this is.
  var brand = "Openkaart"
  var home = "/"
  /// The pages that belong together.
  var tabs: Links?
  /// The way back to the page above this one.
  var trail: Link?
  var footLinks: Links?
  /// A button to sign out.
  var leave: Leave?
  /// What was just done, or what the reader should know first.
  var notice: Notice?
  /// What is wrong with a form that was sent.
  var mistakes: [Mistake] = []

  /// A place to go to.
  struct Link {
    let name: String
    let link: String
    var isHere = false

    var view: [String: Any] { ["name": name, "link": link, "isHere": isHere] }
  }

  /// Places to go to, under one label.
  struct Links {
    let label: String
    let items: [Link]

    var view: [String: Any] { ["label": label, "items": items.map(\.view)] }
  }

  /// The button with which somebody signs out.
  struct Leave {
    let label: String
    let action: String
    /// What shows that the form is ours.
    let token: String

    var view: [String: Any] { ["label": label, "action": action, "token": token] }
  }

  /// Something said above the content.
  struct Notice {
    enum Look: String {
      case plain = ""
      case yes
      case wait
      case no
    }

    var look = Look.plain
    var heading: String?
    var lines: [String] = []
    var action: Link?

    var view: [String: Any] {
      [
        "look": look == .plain ? false : look.rawValue as Any, "heading": heading ?? false as Any,
        "lines": lines, "action": action?.view ?? false as Any,
      ]
    }
  }

  /// A mistake in a form, and the field it is about.
  struct Mistake {
    let id: String
    let text: String
  }

  /// The frame as the layout reads it.
  var view: [String: Any] {
    let other: Language = language == .nl ? .en : .nl
    return [
      "title": title, "lang": language.rawValue, "brand": brand, "home": home,
      "other": [
        "code": other.rawValue, "name": Self.names[other],
        "link": "\(path)?\(query.isEmpty ? "" : "\(query)&")lang=\(other.rawValue)",
      ],
      "tabs": tabs?.view ?? false as Any, "trail": trail?.view ?? false as Any,
      "footLinks": footLinks?.view ?? false as Any, "leave": leave?.view ?? false as Any,
      "notice": notice?.view ?? false as Any,
      "mistakes": mistakes.isEmpty
        ? false as Any : ["items": mistakes.map { ["id": $0.id, "text": $0.text] }],
    ]
  }

  private static let names = LocalizedText(nl: "Nederlands", en: "English")
}
