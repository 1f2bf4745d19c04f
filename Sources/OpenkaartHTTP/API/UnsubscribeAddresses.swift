import OpenkaartCore
import OpenkaartService

/// Gives with an allowed message the address at which the person ends messages like it.
///
/// - SeeAlso: RFC 8058; Telecommunicatiewet 11.7(4).
struct UnsubscribeAddresses: Sendable {
  let links: PersonalLinks
  /// What the addresses begin with.
  let publicAddress: String
  let now: @Sendable () -> Timestamp

  /// The address; `nil` unless the message must offer a way out and goes to a known point.
  func address(for decision: Decision, on use: Use) -> String? {
    guard decision.obligations.contains(.unsubscribeLink), let point = decision.contactPoint,
      let type = use.channel.pointType, let identifier = Identifier(type, point)
    else { return nil }
    let link = PersonalLink(
      point: identifier, channel: use.channel, purpose: use.purpose, activity: use.activity?.id)
    return "\(publicAddress)/u/\(links.token(of: link, at: now()))"
  }
}
