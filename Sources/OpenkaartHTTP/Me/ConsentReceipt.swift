import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The receipt of a consent: who asked, what for, in which words, when and how.
///
/// - SeeAlso: ISO/IEC TS 27560; GDPR 7(1).
struct ConsentReceipt {
  let page: MePage

  /// The receipt of that name; `nil` when this person has no such consent.
  func response(_ name: String) -> Response? {
    for entry in page.card.consents {
      guard case .consented(let consent) = entry.fact.content, entry.fact.id.shownName == name
      else { continue }
      var response = Response.json { write(consent, entry.fact, to: &$0) }
      response.headers[.contentDisposition] = "attachment; filename=\"receipt-\(name).json\""
      response.headers[.contentType] = "application/json; charset=utf-8"
      return response
    }
    return nil
  }

  private func write(_ consent: Consent, _ fact: Fact, to json: inout JSONWriter) {
    func text(_ key: String, _ value: String?, _ json: inout JSONWriter) {
      guard let value else { return }
      json.key(key)
      json.string(value)
    }
    let purpose = page.policy.purpose(consent.purpose)
    let notice = consent.notice.flatMap { page.policy.notice($0) }
    json.object { json in
      text("schema", "ISO/IEC TS 27560:2023", &json)
      text("receipt", fact.id.shownName, &json)
      text("controller", page.policy.controller.name, &json)
      text("contact", page.policy.controller.contact.email, &json)
      text("purpose", consent.purpose, &json)
      text("purposeLabel", purpose?.label[page.language], &json)
      text("dpv", purpose?.dpv, &json)
      text("channel", consent.channel.rawValue, &json)
      text("givenAt", fact.occurredAt.rfc3339(), &json)
      text("recordedAt", fact.recordedAt.rfc3339(), &json)
      text("source", fact.id.source, &json)
      text("method", consent.method?.rawValue, &json)
      text("notice", consent.notice?.text, &json)
      text("noticeText", notice?.text[page.language], &json)
      text("expiresAfter", purpose?.consent.expiresAfter?.text, &json)
      text("policyVersion", page.policy.version, &json)
      json.key("dataCategories")
      json.array { list in
        for category in notice?.data ?? [] { list.string(category) }
      }
      json.key("recipients")
      json.array { list in
        for recipient in notice?.recipients ?? [] { list.string(recipient) }
      }
    }
  }
}

extension HTTPField.Name {
  static let contentDisposition = constant("Content-Disposition")
}
