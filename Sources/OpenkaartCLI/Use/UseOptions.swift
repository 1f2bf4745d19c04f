import ArgumentParser
import OpenkaartCore

/// A use of personal data, as arguments: all of the question but the person and the moment.
struct UseOptions: ParsableArguments {
  @Option(help: "The purpose, by its id in the policy.") var purpose: String
  @Option(help: "The channel: email, sms, phone, post, push, app, web or none.")
  var channel: Channel
  @OptionGroup(title: "The activity") var activity: ActivityOptions
  @Option(parsing: .upToNextOption, help: "The data categories used, if not the usual ones.")
  var categories: [String] = []
  @Option(help: "Who receives the data, if it is shared.") var recipient: String?

  /// The data categories that were named; `nil` for the usual ones.
  var data: [String]? { categories.isEmpty ? nil : categories }
}

/// What is sent or done, as arguments.
struct ActivityOptions: ParsableArguments {
  @Option(name: .customLong("activity"), help: "The id of the activity.") var id: String?
  @Option(name: .customLong("product-line"), help: "The product line offered.")
  var productLine: String?
  @Option(help: "The product offered.") var product: String?
  @Option(help: "The topic.") var topic: String?
  @Option(name: .customLong("price-cents"), help: "The price per unit, in cents.")
  var priceCents: Int64?
  @Flag(inversion: .prefixedNo, help: "Own, similar products are offered, or not.")
  var similar: Bool?
  @Flag(help: "It promotes something, which makes any message marketing.") var promotional = false

  var activity: Use.Activity? {
    let activity = Use.Activity(
      id: id, productLine: productLine, product: product, topic: topic, priceCents: priceCents,
      isSimilar: similar, isPromotional: promotional)
    return activity == Use.Activity() ? nil : activity
  }
}
