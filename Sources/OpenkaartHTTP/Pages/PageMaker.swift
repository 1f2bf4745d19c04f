import HTTPTypes
import Hummingbird
import Mustache
import OpenkaartCore

/// Makes pages for people out of templates and words, in Dutch or English.
///
/// A page is whole without scripts. Templates name the parts of the design in `Resources/Parts`; see
/// `Documentation/pages.md`.
struct PageMaker: Sendable {
  let words: PageWords
  private let library: MustacheLibrary

  /// Reads what was compiled into the program.
  init() throws {
    words = try PageWords(Self.tables)
    var library = MustacheLibrary()
    for (name, bytes) in Self.parts.merging(Self.pages, uniquingKeysWith: { part, _ in part }) {
      try library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    self.library = library
  }

  /// Fills a template.
  ///
  /// - Parameters:
  ///   - template: The name of the template.
  ///   - frame: What stands around the content.
  ///   - values: What the template names, beside the tables of words.
  ///   - status: The status of the answer.
  ///   - headers: More headers; `Cache-Control` and the like.
  /// - Returns: The page.
  func response(
    _ template: String, _ frame: PageFrame, _ values: [String: Any],
    status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = "text/html; charset=utf-8"
    headers[.contentLanguage] = frame.language.rawValue
    headers[.vary] = "Accept-Language, Cookie"
    if frame.isLanguageChosen {
      let year = 365 * 24 * 3600
      headers.append(
        HTTPField(
          name: .setCookie, value: Cookie.language.setting(frame.language.rawValue, seconds: year)))
    }
    let text = text(template, in: frame.language, frame.view.merging(values) { $1 })
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// Fills a template with what it names, and with the tables of words.
  func text(_ template: String, in language: Language, _ values: [String: Any]) -> String {
    var all = values
    for name in words.tables.keys where all[name] == nil {
      all[name] = words.table(name, in: language)
    }
    return library.render(all, withTemplate: template) ?? ""
  }

  /// The parts of the design.
  static let parts: [String: [UInt8]] = [
    "layout": PackageResources.layout_mustache, "guard": PackageResources.guard_mustache,
    "button": PackageResources.button_mustache, "field": PackageResources.field_mustache,
    "choices": PackageResources.choices_mustache, "select": PackageResources.select_mustache,
    "mistakes": PackageResources.mistakes_mustache, "notice": PackageResources.notice_mustache,
    "tag": PackageResources.tag_mustache, "summary": PackageResources.summary_mustache,
    "table": PackageResources.table_mustache, "timeline": PackageResources.timeline_mustache,
    "details": PackageResources.details_mustache, "pages": PackageResources.pages_mustache,
    "steps": PackageResources.steps_mustache, "chart": PackageResources.chart_mustache,
  ]

  static let pages: [String: [UInt8]] = [
    "start": PackageResources.start_mustache, "problems": PackageResources.problems_mustache,
    "problem": PackageResources.problem_mustache, "design": PackageResources.design_mustache,
    "signIn": PackageResources.signIn_mustache, "overview": PackageResources.overview_mustache,
    "known": PackageResources.known_mustache, "correct": PackageResources.correct_mustache,
    "uses": PackageResources.uses_mustache, "yourChoices": PackageResources.choicesPage_mustache,
    "rights": PackageResources.rights_mustache, "sure": PackageResources.sure_mustache,
    "access": PackageResources.access_mustache, "copy": PackageResources.copy_mustache,
    "copied": PackageResources.copied_mustache, "erase": PackageResources.erase_mustache,
    "address": PackageResources.address_mustache,
    "addressQuestion": PackageResources.addressQuestion_mustache,
    "records": PackageResources.records_mustache, "proof": PackageResources.proof_mustache,
    "erased": PackageResources.erased_mustache, "complaint": PackageResources.complaint_mustache,
    "formList": PackageResources.formList_mustache,
    "form": PackageResources.form_mustache, "confirm": PackageResources.confirm_mustache,
    "said": PackageResources.said_mustache, "privacy": PackageResources.privacy_mustache,
    "unsubscribe": PackageResources.unsubscribe_mustache,
    "unsubscribed": PackageResources.unsubscribed_mustache,
    "preferences": PackageResources.preferences_mustache,
    "receipt": PackageResources.receipt_mustache,
  ]

  static let tables: [String: [UInt8]] = [
    "shared": PackageResources.shared_json, "design": PackageResources.design_json,
    "signIn": PackageResources.signIn_json, "me": PackageResources.me_json,
    "names": PackageResources.names_json, "known": PackageResources.known_json,
    "uses": PackageResources.uses_json, "choices": PackageResources.choices_json,
    "rights": PackageResources.rights_json, "access": PackageResources.access_json,
    "reasons": PackageResources.reasons_json, "reasonsNow": PackageResources.reasonsNow_json,
    "public": PackageResources.public_json,
    "forms": PackageResources.forms_json, "receipt": PackageResources.receipt_json,
    "records": PackageResources.records_json, "address": PackageResources.address_json,
    "refusals": PackageResources.refusals_json,
  ]
}
