import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/address`: another e-mail address, and what follows.
struct AddressPage {
  let page: MePage
  /// The address so far.
  let old: Identifier
  private var words: Words { page.words("address") }

  /// The page; with what was typed and what is wrong with it, by its key.
  func response(typed: String = "", chosen: Set<String> = [], mistake: String? = nil) -> Response {
    var frame = page.frame(words("title"), at: "/me/address", tab: .known)
    frame.trail = .init(name: page.words("known")("title"), link: "/me/known")
    if let mistake { frame.mistakes = [.init(id: "email", text: words(mistake))] }
    return page.pages.response(
      "address", frame,
      [
        "token": page.visitor.formToken, "lead": words("lead", ["address": old.value]),
        "field": Field(
          id: "email", label: words("new"), kind: .email, hint: words("newHint"),
          error: mistake.map { words($0) }, value: typed, autocomplete: "email"
        ).view,
        "choices": offered.isEmpty
          ? false as Any
          : Choices(
            id: "yes", label: words("along"), hint: words("alongHint"),
            items: offered.map { offer in
              .init(
                value: offer.purpose.id, label: offer.purpose.label[page.language],
                isChosen: chosen.contains(offer.purpose.id), about: offer.text)
            }
          ).view,
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }

  /// What the customer says yes to by e-mail now, with the words of today.
  private var offered: [(purpose: Purpose, yes: AddressChange.Yes, text: String)] {
    page.policy.purposes.compactMap { purpose in
      let isOn = page.card.permissions.contains {
        $0.purpose == purpose.id && $0.channel == .email && $0.hasConsent
      }
      guard isOn, let id = purpose.notice, let notice = page.currentNotice(of: purpose) else {
        return nil
      }
      let yes = AddressChange.Yes(
        purpose: purpose.id, notice: NoticeReference(id: id, version: notice.version),
        isExplicit: purpose.consent.isExplicit)
      return (purpose, yes, notice.text[page.language])
    }
  }

  /// What goes along, out of what was ticked.
  func yes(_ chosen: Set<String>) -> [AddressChange.Yes] {
    offered.filter { chosen.contains($0.purpose.id) }.map(\.yes)
  }
}
