import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The store, for the owner's own commands beside a running server; only by way of the socket.
///
/// What goes in and out is what the ports of a store take and give: see ``RemoteStore``.
struct InnerRoutes {
  let store: any DataStore
  /// The shelf that the desk reads, so that it sees what changes.
  let policies: any PolicyShelf
  /// The log that outsiders check, if the store keeps one.
  let published: (any WitnessedLog)?
  /// Told what failed after the answer had begun.
  let noteFailure: @Sendable (StoreError) -> Void
  /// Told when the keys may have changed.
  let keysChanged: @Sendable () async throws -> Void

  var endpoints: [Endpoint] { facts + groups + shelves + imports + usage + log + erasures }

  static let ok: [UInt8] = Array("{}".utf8)

  /// An endpoint that takes one JSON value and gives one.
  func ask(
    _ name: String, _ answer: @escaping @Sendable (Node) async throws -> [UInt8]
  ) -> Endpoint {
    Endpoint(.post, "/inner/\(name)", .owner, body: .batch) { call in
      .json(try await answer(call.node()))
    }
  }

  private var facts: [Endpoint] {
    [
      ask("facts/append") { [store] body in
        let additions = try await store.append(body.innerFacts)
        return JSONWriter.bytes { json in
          json.array { list in
            for addition in additions { list.string(addition.word) }
          }
        }
      },
      ask("facts/about") { [store] body in
        let group = try await store.facts(about: body.innerIdentifiers)
        return JSONWriter.bytes { $0.inner(group) }
      },
      ask("facts/of") { [store] body in
        let group = try await store.facts(of: body.innerCustomer)
        return JSONWriter.bytes { $0.inner(group) }
      },
      ask("facts/erasures") { [store] body in
        let erasures = try await store.erasures(about: body.innerIdentifiers)
        return JSONWriter.bytes { $0.inner(erasures) }
      },
      ask("customers/name") { [store] body in
        let customer = try await store.customer(of: body.innerIdentifiers)
        return JSONWriter.bytes { json in
          if let customer { json.string(customer.text) } else { json.null() }
        }
      },
      ask("counts") { [store] _ in
        let counts = try await store.counts
        return JSONWriter.bytes { $0.inner(counts) }
      },
      ask("latest") { [store] _ in
        let latest = try await store.latestRecordedAt
        return JSONWriter.bytes { $0.integer(latest.milliseconds) }
      },
    ]
  }

  private var shelves: [Endpoint] {
    [
      ask("policies/apply") { [policies] body in
        try await policies.apply(body.innerPolicy)
        return Self.ok
      },
      ask("policies/all") { [policies] _ in
        let applied = try await policies.appliedPolicies
        return JSONWriter.bytes { json in
          json.array { list in
            for policy in applied { list.inner(policy) }
          }
        }
      },
      ask("keys/add") { [store, keysChanged] body in
        try await store.add(body.innerKey)
        try await keysChanged()
        return Self.ok
      },
      ask("keys/revoke") { [store, keysChanged] body in
        let isThere = try await store.revoke(
          key: body.inner("id").innerText, at: body.inner("at").innerMoment)
        try await keysChanged()
        return JSONWriter.bytes { $0.bool(isThere) }
      },
      ask("keys/all") { [store] _ in
        let keys = try await store.keys
        return JSONWriter.bytes { json in
          json.array { list in
            for key in keys { list.inner(key) }
          }
        }
      },
    ]
  }

  private var imports: [Endpoint] {
    [
      ask("imports/progress") { [store] body in
        let progress = try await store.progress(of: body.innerFile)
        return JSONWriter.bytes { json in
          guard let progress else { return json.null() }
          json.object { json in
            json.key("rows")
            json.integer(progress.rows)
            json.key("isFinished")
            json.bool(progress.isFinished)
          }
        }
      },
      ask("imports/note") { [store] body in
        let progress = ImportProgress(
          rows: Int(try body.inner("rows").innerNumber),
          isFinished: try body.inner("isFinished").innerFlag)
        try await store.note(progress, of: body.inner("file").innerFile)
        return Self.ok
      },
      ask("rows/changes") { [store] body in
        let changes = try await store.changes(
          in: body.inner("rows").innerRows, of: body.inner("source").innerText)
        return JSONWriter.bytes { json in
          json.array { list in
            for change in changes { list.string(change.word) }
          }
        }
      },
      ask("rows/note") { [store] body in
        try await store.note(
          body.inner("rows").innerRows, of: body.inner("source").innerText,
          seenIn: body.inner("run").innerBytes)
        return Self.ok
      },
      ask("rows/missing") { [store] body in
        let missing = try await store.rowsMissing(
          from: body.inner("run").innerBytes, of: body.inner("source").innerText)
        return JSONWriter.bytes { json in
          json.object { json in
            json.key("count")
            json.integer(missing.count)
            json.key("customers")
            json.array { list in
              for customer in missing.customers { list.string(customer.text) }
            }
          }
        }
      },
    ]
  }

  private var usage: [Endpoint] {
    [
      ask("usage/append") { [store] body in
        let number = try await store.append(body.innerUsage)
        return JSONWriter.bytes { $0.integer(number) }
      },
      ask("usage/batch") { [store] body in
        let batch = try await store.append(
          body.inner("entry").innerUsage, about: body.inner("members").innerMembers)
        return JSONWriter.bytes { $0.inner(batch) }
      },
      ask("usage/of") { [store] body in
        let uses = try await store.entries(
          of: body.inner("customer").innerCustomer, before: body["before"]?.innerEntryNumber,
          limit: Int(clamping: try body.inner("limit").innerNumber))
        return JSONWriter.bytes { $0.inner(uses) }
      },
    ]
  }
}
