import OpenkaartCore
import OpenkaartService

extension InnerRoutes {
  /// The log as its owner sees it.
  var log: [Endpoint] {
    guard let published else { return [] }
    return [
      ask("log/publish") { _ in
        try await published.publishWithWitnesses()
        return JSONWriter.bytes { $0.bool(true) }
      },
      ask("log/file") { body in
        let file = try await published.logFile(body.innerText)
        return JSONWriter.bytes { json in
          if let file { json.inner(file) } else { json.null() }
        }
      },
      ask("log/receipts") { body in
        let receipts = try await published.receipts(
          of: body.inner("customer").innerCustomer, number: body["number"]?.innerEntryNumber)
        return JSONWriter.bytes { $0.inner(receipts) }
      },
      ask("log/status") { _ in
        let status = try await published.logStatus
        return JSONWriter.bytes { $0.inner(status) }
      },
    ]
  }
}

extension JSONWriter {
  mutating func inner(_ receipts: [EntryReceipt]) {
    array { json in
      for receipt in receipts {
        json.object { json in
          json.key("number")
          json.integer(receipt.number)
          json.key("at")
          json.integer(receipt.at.milliseconds)
          json.key("record")
          json.inner(receipt.record)
          json.key("witnesses")
          json.array { names in
            for name in receipt.witnesses { names.string(name) }
          }
          guard let proof = receipt.proof else { return }
          json.key("proof")
          json.inner(proof)
        }
      }
    }
  }

  mutating func inner(_ status: LogStatus) {
    object { json in
      for (key, text) in [
        ("verifierKey", status.verifierKey), ("checkpoint", status.checkpoint),
        ("cosignedCheckpoint", status.cosignedCheckpoint),
      ] {
        guard let text else { continue }
        json.key(key)
        json.string(text)
      }
      if let danger = status.danger {
        json.key("danger")
        json.object { json in
          for language in Language.allCases {
            json.key(language.rawValue)
            json.string(danger[language])
          }
        }
      }
      json.key("entries")
      json.integer(status.entries)
      json.key("signed")
      json.integer(status.signed)
      if let cosigned = status.cosigned {
        json.key("cosigned")
        json.integer(cosigned)
      }
      json.key("witnesses")
      json.array { list in
        for witness in status.witnesses { list.inner(witness) }
      }
    }
  }

  private mutating func inner(_ witness: WitnessStatus) {
    object { json in
      json.key("name")
      json.string(witness.name)
      json.key("key")
      json.string(witness.key)
      if let size = witness.size {
        json.key("size")
        json.integer(size)
      }
      if let at = witness.at {
        json.key("at")
        json.integer(at.milliseconds)
      }
      guard let trouble = witness.trouble else { return }
      json.key("trouble")
      json.string(trouble.code)
      json.key("number")
      json.integer(trouble.number)
    }
  }
}
