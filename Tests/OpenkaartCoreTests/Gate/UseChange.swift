import OpenkaartCore
import Testing

/// One change to a question that is whole, with a name for the report.
struct UseChange: Sendable, CustomTestStringConvertible {
  let name: String
  let apply: @Sendable (inout Use) -> Void

  init(_ name: String, _ apply: @escaping @Sendable (inout Use) -> Void) {
    self.name = name
    self.apply = apply
  }

  var testDescription: String { name }

  /// At least one change of every field; `nil` and empty, and texts moved to the next field too.
  static let all = subjects + others + activities

  private static let subjects = [
    UseChange("nobody") { $0.subject = [] },
    UseChange("one identifier fewer") { $0.subject.removeLast() },
    UseChange("one identifier more") { $0.subject += $0.subject.prefix(1) },
    UseChange("another order of identifiers") { $0.subject.reverse() },
    UseChange("another identifier") {
      $0.subject = [Identifier(.email, "b@example.nl")].compactMap(\.self) + $0.subject.dropFirst()
    },
    UseChange("another type of identifier") {
      $0.subject = $0.subject.dropLast() + [Identifier(.loyaltyCard, "1")].compactMap(\.self)
    },
  ]

  private static let others = [
    UseChange("another purpose") { $0.purpose = "offer" },
    UseChange("another channel") { $0.channel = .sms },
    UseChange("no data said") { $0.data = nil },
    UseChange("no data") { $0.data = [] },
    UseChange("less data") { $0.data = ["contact"] },
    UseChange("data in one text") { $0.data = ["contactpurchases"] },
    UseChange("no recipient") { $0.recipient = nil },
    UseChange("an empty recipient") { $0.recipient = "" },
    UseChange("another recipient") { $0.recipient = "Partner" },
    UseChange("no moment") { $0.at = nil },
    UseChange("another moment") { $0.at = $0.at?.advanced(by: 1) },
  ]

  private static let activities = [
    UseChange("no activity") { $0.activity = nil },
    UseChange("an empty activity") { $0.activity = Use.Activity() },
    UseChange("another activity") { $0.activity?.id = "b" },
    UseChange("an activity without id") { $0.activity?.id = nil },
    UseChange("an activity with an empty id") { $0.activity?.id = "" },
    UseChange("another line") { $0.activity?.productLine = "bikes" },
    UseChange("another product") { $0.activity?.product = "y" },
    UseChange("a product in the field before") {
      $0.activity?.productLine = "carsx"
      $0.activity?.product = ""
    },
    UseChange("another topic") { $0.activity?.topic = nil },
    UseChange("another price") { $0.activity?.priceCents = 101 },
    UseChange("no price") { $0.activity?.priceCents = nil },
    UseChange("another entity") { $0.activity?.entity = nil },
    UseChange("not similar") { $0.activity?.isSimilar = false },
    UseChange("similar or not") { $0.activity?.isSimilar = nil },
    UseChange("a service message") { $0.activity?.isServiceMessage = true },
    UseChange("promotional") { $0.activity?.isPromotional = true },
  ]
}
