import OpenkaartCore
import OpenkaartService

extension JSONWriter {
  mutating func inner(_ members: [UsageMember]) {
    array { json in
      for member in members {
        json.array { pair in
          pair.string(member.customer.text)
          pair.inner(member.record)
        }
      }
    }
  }

  mutating func inner(_ batch: LoggedBatch) {
    object { json in
      json.key("number")
      json.integer(batch.number)
      json.key("places")
      json.array { list in
        for place in batch.places { list.integer(place) }
      }
    }
  }

  mutating func inner(_ uses: [LoggedUse]) {
    array { json in
      for use in uses {
        json.object { json in
          json.key("number")
          json.integer(use.number)
          if let place = use.place {
            json.key("place")
            json.integer(place)
          }
          json.key("entry")
          use.entry.document(to: &json)
          json.key("record")
          json.inner(use.record)
        }
      }
    }
  }
}

extension Node {
  var innerEntryNumber: EntryNumber {
    get throws(DocumentError) {
      guard let number = EntryNumber(exactly: try innerNumber) else { throw InnerText.wrong(self) }
      return number
    }
  }

  var innerCustomer: CustomerID {
    get throws(DocumentError) {
      guard let customer = CustomerID(parsing: try innerText) else { throw InnerText.wrong(self) }
      return customer
    }
  }

  var innerUsage: UsageEntry {
    get throws(DocumentError) {
      guard let entry = UsageEntry(reading: self) else { throw InnerText.wrong(self) }
      return entry
    }
  }

  var innerMembers: [UsageMember] {
    get throws(DocumentError) {
      var members: [UsageMember] = []
      for item in try innerItems {
        let pair = try item.innerItems
        guard pair.count == 2 else { throw InnerText.wrong(item) }
        members.append(UsageMember(try pair[0].innerCustomer, record: try pair[1].innerBytes))
      }
      return members
    }
  }

  var innerBatch: LoggedBatch {
    get throws(DocumentError) {
      var places: [UInt64] = []
      for place in try inner("places").innerItems { places.append(try place.innerEntryNumber) }
      return LoggedBatch(number: try inner("number").innerEntryNumber, places: places)
    }
  }

  var innerUse: LoggedUse {
    get throws(DocumentError) {
      LoggedUse(
        number: try inner("number").innerEntryNumber, place: try self["place"]?.innerEntryNumber,
        entry: try inner("entry").innerUsage, record: try inner("record").innerBytes)
    }
  }
}
