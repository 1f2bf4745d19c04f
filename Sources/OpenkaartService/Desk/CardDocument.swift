public import OpenkaartCore

/// The card of a customer as JSON.
public struct CardDocument {
  let card: CustomerCard

  public init(_ card: CustomerCard) { self.card = card }

  /// Writes the card; its shape is `CustomerCard` of the OpenAPI description.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("customer")
      json.string(card.customer.text)
      json.key("at")
      write(card.at, to: &json)
      json.key("policyVersion")
      json.string(card.gate.policy.version)
      json.key("identifiers")
      json.array { list in
        for identifier in card.identifiers {
          list.object { json in
            json.key("type")
            json.string(identifier.type.name)
            json.key("value")
            json.string(identifier.value)
          }
        }
      }
      json.key("attributes")
      json.array { list in
        for attribute in card.attributes { write(attribute, to: &list) }
      }
      json.key("sources")
      json.array { list in
        for source in card.sources { write(source, to: &list) }
      }
      json.key("timeline")
      write(card.timeline, to: &json)
      json.key("consents")
      write(card.consents, to: &json)
      json.key("permissions")
      json.array { list in
        for permission in card.permissions { write(permission, to: &list) }
      }
    }
  }

  private func write(_ attribute: CustomerCard.Attribute, to json: inout JSONWriter) {
    json.object { json in
      json.key("name")
      json.string(attribute.name)
      json.key("value")
      json.string(attribute.value)
      json.key("source")
      json.string(attribute.source)
      json.key("since")
      write(attribute.since, to: &json)
    }
  }

  private func write(_ source: CustomerCard.Source, to json: inout JSONWriter) {
    json.object { json in
      json.key("name")
      json.string(source.name)
      json.key("facts")
      json.integer(source.facts)
      json.key("first")
      write(source.first, to: &json)
      json.key("last")
      write(source.last, to: &json)
    }
  }

  private func write(_ entries: [CustomerCard.Entry], to json: inout JSONWriter) {
    json.array { list in
      for entry in entries {
        list.object { json in
          json.key("heard")
          json.bool(entry.isHeard)
          json.key("fact")
          entry.fact.document(to: &json)
        }
      }
    }
  }

  private func write(_ permission: CustomerCard.Permission, to json: inout JSONWriter) {
    json.object { json in
      json.key("purpose")
      json.string(permission.purpose)
      json.key("channel")
      json.string(permission.channel.rawValue)
      json.key("decision")
      let decision = permission.decision
      DecisionDocument(decision, on: permission.use, by: card.gate).write(
        to: &json,
        reference: decision.contactPoint.map { _ in "\(permission.channel.rawValue)-1" })
    }
  }

  /// A moment with the offset of the controller's zone, so that its days can be read.
  private func write(_ moment: Timestamp, to json: inout JSONWriter) {
    json.string(moment.rfc3339(offsetSeconds: card.gate.zone.offset(at: moment)))
  }
}
