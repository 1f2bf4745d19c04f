/// The tables of facts that segments read: what was bought, done, told and wished.
///
/// They are the same for every policy. Moments are milliseconds since 1970, days are counted from 1
/// January 1970 in the controller's zone.
public enum FactTables {
  /// Every table, those first that others are about.
  public static let all = [
    members, purchases, returns, behaviours, properties, attributes, wishes, consents,
  ]

  private static let person = SQLColumn(name: "person", type: .bigint, meaning: "The person.")
  private static let moment = SQLColumn(
    name: "happened_at", type: .bigint,
    meaning: "When it counts, in milliseconds since 1970.")
  private static let day = SQLColumn(
    name: "on_day", type: .integer,
    meaning: "The day of that moment in the controller's zone, counted from 1970.")

  private static func column(_ name: String, _ type: SQLType, _ meaning: String) -> SQLColumn {
    SQLColumn(name: name, type: type, meaning: meaning)
  }

  private static func optional(_ name: String, _ type: SQLType, _ meaning: String) -> SQLColumn {
    SQLColumn(name: name, type: type, isOptional: true, meaning: meaning)
  }

  public static let members = SQLTable(
    name: "openkaart_member",
    meaning: "A person, and from when until when the other tables tell of them.",
    columns: [
      person,
      column("valid_from", .bigint, "From when the tables tell, in milliseconds since 1970."),
      optional("valid_until", .bigint, "From when they may not any more; nothing is for good."),
    ], key: ["person"])

  public static let purchases = SQLTable(
    name: "openkaart_purchase",
    meaning: "A line of a purchase; one that names no goods has a row without quantity.",
    columns: [
      person,
      column("purchase", .bigint, "The purchase; of those at one moment the smaller comes first."),
      column("line", .integer, "The place of the line in the purchase."), moment, day,
      optional("order_number", .text, "The order; without one nothing can come back."),
      optional("product", .text, "The product."),
      optional("product_line", .text, "The product line."),
      optional("quantity", .bigint, "How many; nothing where no goods are named."),
      optional("price_cents", .bigint, "The price of one in cents."),
    ], key: ["person", "purchase", "line"])

  public static let returns = SQLTable(
    name: "openkaart_return", meaning: "Goods that came back.",
    columns: [
      person, moment, optional("order_number", .text, "The order they were bought by."),
      optional("product", .text, "The product."),
      optional("product_line", .text, "The product line."),
      column("quantity", .bigint, "How many."),
    ], key: [])

  public static let behaviours = SQLTable(
    name: "openkaart_behaviour", meaning: "Something the person did.",
    columns: [
      person, column("behaviour", .bigint, "A number for it, once a person."),
      column("event", .text, "The name of what was done."), moment, day,
    ], key: ["person", "behaviour"])

  public static let properties = SQLTable(
    name: "openkaart_behaviour_property", meaning: "A property of something the person did.",
    columns: [
      person, column("behaviour", .bigint, "What was done."),
      column("name", .text, "The property."),
      column("told", .text, "Its value as text."),
    ], key: ["person", "behaviour", "name"])

  public static let attributes = SQLTable(
    name: "openkaart_attribute", meaning: "A word about an attribute of the person.",
    columns: [
      person, column("name", .text, "The attribute."),
      optional("told", .text, "The value; nothing says that the source has none any more."),
      optional("told_day", .integer, "The value as a day counted from 1970, if it is one."),
      optional("told_number", .bigint, "The value as a whole number, if it is one."), moment,
    ], key: [])

  public static let wishes = SQLTable(
    name: "openkaart_wish", meaning: "A word on whether the person wants a topic or a channel.",
    columns: [
      person, column("kind", .text, "topic or channel."),
      column("name", .text, "Which one; a list of channels has a word on each channel there is."),
      column("is_wanted", .boolean, "Whether it is wanted."), moment,
    ], key: [])

  public static let consents = SQLTable(
    name: "openkaart_consent", meaning: "How consent stands by the gate's own reading.",
    columns: [
      person, column("purpose", .text, "The purpose."), column("channel", .text, "The channel."),
      column(
        "state", .text,
        "given, withdrawn, refused, expired, unconfirmed, invalid or missing."),
      column("valid_from", .bigint, "From when it stands so, in milliseconds since 1970."),
      optional("valid_until", .bigint, "From when it may not any more; nothing is for good."),
    ], key: ["person", "purpose", "channel", "valid_from"])
}
