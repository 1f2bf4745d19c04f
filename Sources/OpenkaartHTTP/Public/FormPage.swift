import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/forms/{form}`: empty, with its mistakes, or sent.
struct FormPage {
  let visit: PublicVisit
  let sheet: FormSheet
  /// The fields that are not asked, because the person told them before.
  let known: Set<String>

  /// A field that no person sees; a program that fills in everything fills it in too.
  static let trap = "website"

  private var words: Words { visit.pages.words.table("forms", in: visit.language) }
  private var path: String { "/forms/\(sheet.id)" }

  /// Whether the person came by a link from a mail, and is not in.
  private var isByLink: Bool { visit.link != nil && visit.formToken == nil }

  private var frame: PageFrame {
    var frame = visit.frame(sheet.title[visit.language], path: path)
    if isByLink { frame.query = "by=\(visit.token)" }
    return frame
  }

  var empty: Response { response(frame, [:], [], [:]) }

  /// The form with what was typed, and what is wrong with it.
  func again(_ fields: FormFields, _ mistakes: [FormAnswers.Mistake]) -> Response {
    var frame = frame
    frame.mistakes = mistakes.map {
      PageFrame.Mistake(id: $0.field, text: $0.text[visit.language])
    }
    let errors = Dictionary(
      mistakes.map { ($0.field, $0.text[visit.language]) }, uniquingKeysWith: { first, _ in first })
    return response(
      frame, values(fields), ticked(fields), errors, status: .unprocessableContent)
  }

  func done(_ outcome: FormDesk.Outcome, choices: String?) -> Response {
    let key =
      switch outcome {
      case .inForce: "inForce"
      case .toConfirm: "toConfirm"
      case .noSender: "noSender"
      }
    var frame = visit.frame(words("\(key)Title"), path: path)
    frame.notice = PageFrame.Notice(
      look: outcome == .inForce ? .yes : outcome == .toConfirm ? .wait : .no,
      heading: words("\(key)Heading"), lines: [words("\(key)Text")],
      action: choices.map { PageFrame.Link(name: visit.words("toChoices"), link: $0) })
    return visit.response("said", frame, ["lines": [words("\(key)Next")], "contact": false])
  }

  /// What stands in each field of the sheet.
  func values(_ fields: FormFields) -> [String: String] {
    Dictionary(
      sheet.fields.map { ($0.name, fields[$0.name]) }, uniquingKeysWith: { first, _ in first })
  }

  /// The boxes that were ticked.
  func ticked(_ fields: FormFields) -> Set<String> {
    Set(sheet.asks.map(\.name).filter { fields.isTicked($0) })
  }

  private func response(
    _ frame: PageFrame, _ values: [String: String], _ ticked: Set<String>,
    _ errors: [String: String], status: HTTPResponse.Status = .ok
  ) -> Response {
    let asked = sheet.fields.filter { !known.contains($0.name) }
    return visit.response(
      "form", frame,
      [
        "path": path, "by": isByLink ? visit.token : false as Any,
        "token": visit.formToken ?? false as Any, "trap": Self.trap,
        "lead": words("lead", ["company": visit.policy.controller.name]),
        "known": visit.link.map { words("known", ["point": $0.maskedPoint]) } ?? false as Any,
        "fields": asked.filter { $0.kind != .truth }.map { field($0, values, errors) },
        "truths": asked.filter { $0.kind == .truth }.map { truth($0, values, errors) },
        "asks": sheet.asks.isEmpty
          ? false as Any
          : [
            "error": errors["asks"] ?? false as Any,
            "purposes": purposes.map { purpose($0, ticked) },
          ],
      ], status: status)
  }

  private func field(
    _ field: FormSheet.Field, _ values: [String: String], _ errors: [String: String]
  ) -> [String: Any] {
    let optional = field.isNecessary ? "" : " (\(words("optional")))"
    let kinds: [FormSheet.Field.Kind: Field.Kind] = [.email: .email, .phone: .tel, .day: .date]
    return Field(
      id: field.name, label: field.label[visit.language] + optional,
      kind: kinds[field.kind] ?? .text, hint: field.why[visit.language],
      error: errors[field.name], value: values[field.name] ?? "",
      autocomplete: Self.autocomplete[field.name]
    ).view
  }

  private func truth(
    _ field: FormSheet.Field, _ values: [String: String], _ errors: [String: String]
  ) -> [String: Any] {
    Choices(
      id: field.name, label: words("age"), error: errors[field.name],
      items: [
        .init(
          value: "true", label: field.label[visit.language],
          isChosen: values[field.name] == "true", about: field.why[visit.language])
      ]
    ).view
  }

  /// The purposes asked about, in order, each with its questions.
  private var purposes: [[FormSheet.Ask]] {
    var purposes: [[FormSheet.Ask]] = []
    for ask in sheet.asks {
      if let place = purposes.firstIndex(where: { $0.first?.purpose.id == ask.purpose.id }) {
        purposes[place].append(ask)
      } else {
        purposes.append([ask])
      }
    }
    return purposes
  }

  private func purpose(_ asks: [FormSheet.Ask], _ ticked: Set<String>) -> [String: Any] {
    guard let first = asks.first else { return [:] }
    let language = visit.language
    return [
      "id": first.purpose.id, "legend": first.purpose.label[language],
      "notice": first.noticeText[language],
      "benefit": first.purpose.benefit.map { visit.words("benefit", ["benefit": $0[language]]) }
        ?? false as Any,
      "more": "/privacy#purpose-\(first.purpose.id)",
      "boxes": asks.map { ask -> [String: Any] in
        [
          "name": ask.name,
          "label": ask.channel == .none
            ? words("yesPlain") : words("yes", ["channel": ask.channel.label[language]]),
          "isChosen": ticked.contains(ask.name),
        ]
      },
    ]
  }

  /// - SeeAlso: WCAG 2.2, 1.3.5.
  private static let autocomplete = [
    "email": "email", "phone": "tel", "givenName": "given-name", "familyName": "family-name",
    "postalCode": "postal-code", "street": "address-line1", "city": "address-level2",
    "country": "country-name", "birthDate": "bday",
  ]
}

/// The page behind the link in the mail that asks to confirm.
struct ConfirmPage {
  let visit: PublicVisit

  private var words: Words { visit.pages.words.table("forms", in: visit.language) }
  private var path: String { "/confirm/\(visit.token)" }

  var question: Response {
    visit.response(
      "confirm", visit.frame(words("confirmTitle"), path: path),
      ["path": path, "lead": words("confirmLead", ["company": visit.policy.controller.name])])
  }

  func done(_ form: PendingForm, choices: String) -> Response {
    var frame = visit.frame(words("confirmedTitle"), path: path)
    let labels = form.yes.map { yes in
      "\(visit.label(ofPurpose: yes.purpose)) (\(yes.channel.label[visit.language]))"
    }
    frame.notice = PageFrame.Notice(
      look: .yes, heading: visit.words("inForce"),
      lines: labels.isEmpty
        ? [words("confirmedData")]
        : [words("confirmedYes", ["what": labels.joined(separator: ", ")])],
      action: PageFrame.Link(name: visit.words("toChoices"), link: choices))
    return visit.response(
      "said", frame, ["lines": [words("confirmedNext")], "contact": false])
  }
}
