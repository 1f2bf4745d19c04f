import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

extension MeRoutes {
  /// Changing one's e-mail address, after a second code.
  var changingAddress: [Endpoint] {
    [
      raised("/me/address", .address) { page in
        guard let old = try await reception.mailbox(of: page.visitor) else {
          return .seeOther("/me/rights/rectify")
        }
        return AddressPage(page: page, old: old).response()
      },
      post("/me/address", changeAddress),
    ]
  }

  private func changeAddress(
    _ page: MePage, _ form: FormFields, _ call: Call
  ) async throws -> Outcome {
    guard page.visitor.session.isRaised(at: page.now) else {
      return .done("/me/sure?for=address")
    }
    guard let old = try await reception.mailbox(of: page.visitor) else {
      return .done("/me/rights/rectify")
    }
    let typed = form["email"]
    let chosen = Set(form.all("yes"))
    func again(_ mistake: String) -> Outcome {
      .shown(
        AddressPage(page: page, old: old).response(typed: typed, chosen: chosen, mistake: mistake))
    }
    guard typed.utf8.count <= 254, MailAddress(typed) != nil, let new = Identifier(.email, typed)
    else { return again("wrong") }
    guard new != old else { return again("same") }
    // A mail to any address is a mail to a stranger, should somebody misuse this.
    guard addressMails.count(page.visitor.customer.text).isWithin else { return again("often") }
    let isSent = try await addresses.ask(
      for: new, insteadOf: old, AddressPage(page: page, old: old).yes(chosen), by: page.visitor,
      in: page.language)
    return isSent ? .done("/me/known?done=address") : again("noSender")
  }
}
