import HTTPTypes
import Hummingbird
import OpenkaartCore

/// The page `/`: what runs here, and what to do next.
///
/// It is for the people who set Openkaart up; it tells whether there are facts, never how many.
struct StartPage {
  let pages: PageMaker

  /// What the page says is done and what is not.
  struct State {
    let controller: String
    let policyVersion: String
    let hasFacts: Bool
    let hasKey: Bool
    /// The folder as it stands in commands.
    let dataFolder: String
    /// Where each door is.
    let addresses: [Door: String]
  }

  func response(about state: State, in language: Language, isChosen: Bool = false) -> Response {
    let words = Both(language)
    var frame = PageFrame(
      title: words("Openkaart draait", "Openkaart is running"), language: language, path: "/")
    frame.isLanguageChosen = isChosen
    return pages.response(
      "start", frame,
      [
        "intro": words(
          "Hier komt alles samen wat \(state.controller) van klanten weet. Bij elk gebruik wordt "
            + "eerst gevraagd of het mag en of het de klant dient.",
          "This is where all that \(state.controller) knows of customers comes together. Before "
            + "every use it is asked whether it is allowed and whether it serves the customer."),
        "runs": ["title": words("Wat er draait", "What runs"), "items": runs(state, words)],
        "next": [
          "title": words("Wat nu te doen", "What to do next"), "steps": steps(state, words),
        ],
        "more": [
          "title": words("Meer weten", "Read more"),
          "links": [
            [
              "link": "/v1/openapi.json",
              "name": words("Elk adres van de API (OpenAPI)", "Every address of the API (OpenAPI)"),
            ],
            [
              "link": "/forms",
              "name": words("De formulieren van uw beleid", "The forms of your policy"),
            ],
            [
              "link": "/problems",
              "name": words("Wat foutcodes betekenen", "What error codes mean"),
            ],
          ],
        ],
      ], headers: [.cacheControl: "no-cache"])
  }

  /// Two languages side by side.
  private struct Both {
    let language: Language

    init(_ language: Language) { self.language = language }

    func callAsFunction(_ nl: String, _ en: String) -> String {
      LocalizedText(nl: nl, en: en)[language]
    }
  }

  private func runs(_ state: State, _ words: Both) -> [[String: Any]] {
    var items: [[String: Any]] = [
      [
        "name": words("Beleid", "Policy"), "value": "\(state.controller), \(state.policyVersion)",
        "link": false,
      ]
    ]
    for door in Door.allCases where door.isBuilt {
      guard let address = state.addresses[door] else { continue }
      items.append(["name": door.label[words.language], "value": address, "link": false])
    }
    return items
  }

  private func steps(_ state: State, _ words: Both) -> [[String: Any]] {
    let folder = state.dataFolder
    return [
      step(
        words("Een beleid toepassen", "Apply a policy"), true, words,
        words(
          "Het beleid zegt welke doelen er zijn en wat mag. Na een wijziging past u het opnieuw toe.",
          "The policy says which purposes exist and what is allowed. Apply it again after a change."
        ),
        "openkaart policy apply policy.yaml --data \(folder)"),
      step(
        words("Klantgegevens innemen", "Take in customer data"), state.hasFacts, words,
        words(
          "Uit een bestand, met een vertaling die zegt wat de kolommen betekenen. Of via de API.",
          "From a file, with a mapping that says what its columns mean. Or by the API."),
        "openkaart import crm.csv --source crm --map map.yaml --data \(folder)"),
      step(
        words("Een programma toegang geven", "Give a program access"), state.hasKey, words,
        words(
          "Een sleutel mag alleen wat u noemt. Hij wordt één keer getoond.",
          "A key may do only what you name. It is shown once."),
        "openkaart apikey add website --scope facts:write,decisions:read --data \(folder)"),
      step(
        words("Vragen wie u mag bereiken", "Ask whom you may reach"), false, words,
        words(
          "U ziet hoeveel mensen u mag bereiken en waarom de anderen niet.",
          "You see how many people you may reach, and why not the others."),
        "openkaart audience --purpose newsletter --channel email --data \(folder)"),
    ]
  }

  private func step(
    _ title: String, _ isDone: Bool, _ words: Both, _ text: String, _ command: String
  ) -> [String: Any] {
    [
      "title": title, "done": isDone, "text": text, "command": command,
      "commandLabel": words("Opdracht: \(title)", "Command: \(title)"),
      "state": isDone ? words("Gedaan", "Done") : words("Te doen", "To do"),
    ]
  }
}
