import OpenkaartCore
public import OpenkaartService

extension RemoteStore: PublishedLog {
  public func publishLog() async throws { _ = try await ask("log/publish") { $0.null() } }

  public func logFile(_ name: String) async throws -> [UInt8]? {
    let answer = try await ask("log/file") { $0.string(name) }
    return answer.content == .null ? nil : try answer.innerBytes
  }

  public func receipts(
    of customer: CustomerID, number: EntryNumber?
  ) async throws -> [EntryReceipt] {
    let answer = try await ask("log/receipts") { json in
      json.object { json in
        json.key("customer")
        json.string(customer.text)
        guard let number else { return }
        json.key("number")
        json.integer(number)
      }
    }
    return try answer.innerItems.map { node in
      EntryReceipt(
        number: try node.inner("number").innerEntryNumber, at: try node.inner("at").innerMoment,
        record: try node.inner("record").innerBytes, proof: try node["proof"]?.innerBytes,
        witnesses: try node.inner("witnesses").innerItems.map { try $0.innerText })
    }
  }

  public var logStatus: LogStatus {
    get async throws {
      let answer = try await ask("log/status") { $0.null() }
      return LogStatus(
        verifierKey: try answer["verifierKey"]?.innerText,
        entries: try answer.inner("entries").innerEntryNumber,
        signed: try answer.inner("signed").innerEntryNumber,
        checkpoint: try answer["checkpoint"]?.innerText, danger: try answer["danger"]?.innerWords,
        cosigned: try answer["cosigned"]?.innerEntryNumber,
        cosignedCheckpoint: try answer["cosignedCheckpoint"]?.innerText,
        witnesses: try answer.inner("witnesses").innerItems.map { try $0.innerWitness })
    }
  }
}

extension Node {
  fileprivate var innerWords: LocalizedText {
    get throws {
      LocalizedText(nl: try inner("nl").innerText, en: try inner("en").innerText)
    }
  }

  fileprivate var innerWitness: WitnessStatus {
    get throws {
      let number = try self["number"]?.innerEntryNumber ?? 0
      return WitnessStatus(
        name: try inner("name").innerText, key: try inner("key").innerText,
        size: try self["size"]?.innerEntryNumber, at: try self["at"]?.innerMoment,
        trouble: try self["trouble"].map { node in
          guard let trouble = WitnessTrouble(code: try node.innerText, number: number) else {
            throw InnerText.wrong(node)
          }
          return trouble
        })
    }
  }
}
