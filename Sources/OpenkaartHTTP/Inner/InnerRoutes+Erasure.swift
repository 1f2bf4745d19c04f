import Hummingbird
import OpenkaartCore
import OpenkaartService

extension InnerRoutes {
  /// Erasing, by the server that owns the folder.
  var erasures: [Endpoint] {
    [
      ask("erasures/plan") { [store] body in
        let report = try await store.plan(body.innerOrder)
        return JSONWriter.bytes { report.write(to: &$0) }
      },
      ask("erasures/erase") { [store] body in
        let report = try await store.erase(body.innerOrder)
        return JSONWriter.bytes { report.write(to: &$0) }
      },
      ask("erasures/finish") { [store] _ in
        let reports = try await store.finishErasures()
        return JSONWriter.bytes { $0.inner(reports) }
      },
      ask("erasures/told") { [store] body in
        try await store.noteTold(erasure: Int(body.innerNumber))
        return Self.ok
      },
      ask("erasures/all") { [store] _ in
        let reports = try await store.erasures
        return JSONWriter.bytes { $0.inner(reports) }
      },
      ask("erasures/suppressed") { [store] body in
        let found = try await store.suppressed(body.innerIdentifiers)
        return JSONWriter.bytes { json in
          json.array { list in
            for (identifier, moment) in found.sorted(by: { $0.key < $1.key }) {
              list.array { entry in
                entry.string(identifier.type.name)
                entry.string(identifier.value)
                entry.integer(moment.milliseconds)
              }
            }
          }
        }
      },
      ask("erasures/lift") { [store] body in
        let count = try await store.lift(
          body.inner("subject").innerIdentifiers, at: body.inner("at").innerMoment)
        return JSONWriter.bytes { $0.integer(count) }
      },
      ask("erasures/kept") { [store] _ in
        let records = try await store.keptRecords
        return JSONWriter.bytes { json in
          json.array { list in
            for record in records { list.inner(record) }
          }
        }
      },
      ask("erasures/expire") { [store] body in
        let report = try await store.eraseKept(
          before: body.inner("before").innerDay, at: body.inner("at").innerMoment)
        return JSONWriter.bytes { report.write(to: &$0) }
      },
      longWork("backups/make") { [store] body, progress in
        let order = BackupOrder(
          data: try body["data"]?.innerText, keys: try body["keys"]?.innerText,
          at: try body.inner("at").innerMoment)
        let parts = try await store.backUp(order, progress: progress)
        return JSONWriter.bytes { json in
          json.array { list in
            for part in parts { list.inner(part) }
          }
        }
      },
      ask("vault/inventory") { [store] _ in
        let items = try await store.keyInventory
        return JSONWriter.bytes { json in
          json.array { list in
            for item in items { list.inner(item) }
          }
        }
      },
      ask("vault/rotate") { [store] _ in
        let count = try await store.rotateKeys()
        return JSONWriter.bytes { $0.integer(count) }
      },
    ]
  }
}

extension JSONWriter {
  fileprivate mutating func inner(_ reports: [ErasureReport]) {
    array { list in
      for report in reports { report.write(to: &list) }
    }
  }

  fileprivate mutating func inner(_ record: KeptRecord) {
    object { json in
      json.key("part")
      json.integer(Int(record.part.rawValue))
      json.key("document")
      json.inner(record.document)
      json.key("until")
      json.string(record.until.iso)
      json.key("ground")
      json.string(record.ground)
    }
  }

  fileprivate mutating func inner(_ part: BackupPart) {
    object { json in
      json.key("kind")
      json.string(part.kind)
      json.key("path")
      json.string(part.path)
      json.key("bytes")
      json.integer(part.bytes)
      json.key("wiped")
      json.integer(part.wiped)
    }
  }

  fileprivate mutating func inner(_ item: KeyInventoryItem) {
    object { json in
      for (key, text) in [
        ("name", item.name), ("algorithm", item.algorithm), ("place", item.place),
      ] {
        json.key(key)
        json.string(text)
      }
      json.key("count")
      json.integer(item.count)
      json.key("version")
      json.integer(item.version)
      guard let since = item.since else { return }
      json.key("since")
      json.integer(since)
    }
  }

  mutating func inner(_ order: ErasureOrder) {
    object { json in
      json.key("cause")
      json.string(order.cause.rawValue)
      json.key("at")
      json.integer(order.at.milliseconds)
      json.key("people")
      json.array { list in
        for person in order.people { list.inner(person) }
      }
    }
  }

  private mutating func inner(_ person: ErasureOrder.Person) {
    object { json in
      json.key("identifiers")
      json.inner(person.identifiers)
      json.key("facts")
      json.array { list in
        for fact in person.facts {
          list.array { entry in
            entry.string(fact.source)
            entry.string(fact.id)
            guard let kept = person.kept[fact] else { return }
            entry.bool(kept.isInvoice)
            entry.string(kept.until.iso)
            entry.string(kept.ground)
          }
        }
      }
    }
  }
}

extension Node {
  var innerDay: Day {
    get throws(DocumentError) {
      guard let day = Day(iso: try innerText) else { throw InnerText.wrong(self) }
      return day
    }
  }

  fileprivate var innerOrder: ErasureOrder {
    get throws(DocumentError) {
      guard let cause = ErasureOrder.Cause(rawValue: try inner("cause").innerText) else {
        throw InnerText.wrong(self)
      }
      var people: [ErasureOrder.Person] = []
      for node in try inner("people").innerItems { people.append(try node.innerErased) }
      return ErasureOrder(cause, at: try inner("at").innerMoment, people: people)
    }
  }

  private var innerErased: ErasureOrder.Person {
    get throws(DocumentError) {
      var facts: [FactID] = []
      var kept: [FactID: Keeping.Kept] = [:]
      for entry in try inner("facts").innerItems {
        let parts = try entry.innerItems
        guard parts.count == 2 || parts.count == 5 else { throw InnerText.wrong(entry) }
        let fact = FactID(source: try parts[0].innerText, id: try parts[1].innerText)
        facts.append(fact)
        guard parts.count == 5 else { continue }
        kept[fact] = Keeping.Kept(
          isInvoice: try parts[2].innerFlag, until: try parts[3].innerDay,
          ground: try parts[4].innerText)
      }
      return .init(identifiers: try inner("identifiers").innerIdentifiers, facts: facts, kept: kept)
    }
  }

  var innerReport: ErasureReport {
    get throws(DocumentError) {
      guard let report = ErasureReport(self) else { throw InnerText.wrong(self) }
      return report
    }
  }

  var innerVaultItem: KeyInventoryItem {
    get throws(DocumentError) {
      KeyInventoryItem(
        try inner("name").innerText, algorithm: try inner("algorithm").innerText,
        count: Int(try inner("count").innerNumber), version: Int(try inner("version").innerNumber),
        place: try inner("place").innerText, since: try self["since"]?.innerNumber)
    }
  }

  var innerKept: KeptRecord {
    get throws(DocumentError) {
      guard
        let part = UInt8(exactly: try inner("part").innerNumber)
          .flatMap(RetentionClass.init(rawValue:))
      else { throw InnerText.wrong(self) }
      return KeptRecord(
        part: part, document: try inner("document").innerBytes,
        until: try inner("until").innerDay, ground: try inner("ground").innerText)
    }
  }
}
