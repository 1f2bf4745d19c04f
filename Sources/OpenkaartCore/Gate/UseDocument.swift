extension Use {
  /// Writes this use in the shape of the public format, so that ``init(reading:)`` reads it back.
  public func document(to json: inout JSONWriter) {
    json.object { json in
      json.field("subject", subject)
      json.field("purpose", purpose)
      json.field("channel", channel.rawValue)
      if let activity {
        json.key("activity")
        activity.document(to: &json)
      }
      if let data { json.field("data", data) }
      json.field("recipient", recipient)
      json.field("at", at?.rfc3339())
    }
  }
}

extension Use.Activity {
  /// Writes this activity in the shape of the public format.
  public func document(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("productLine", productLine)
      json.field("product", product)
      json.field("topic", topic)
      if let priceCents {
        json.key("priceCents")
        json.integer(priceCents)
      }
      json.field("entity", entity)
      json.field("similar", isSimilar)
      if isServiceMessage { json.field("serviceMessage", true) }
      if isPromotional { json.field("promotional", true) }
    }
  }
}
