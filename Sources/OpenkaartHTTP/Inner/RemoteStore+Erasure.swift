public import OpenkaartCore
public import OpenkaartService

extension RemoteStore: ErasureStore {
  public func plan(_ order: ErasureOrder) async throws -> ErasureReport {
    try await ask("erasures/plan") { $0.inner(order) }.innerReport
  }

  public func erase(_ order: ErasureOrder) async throws -> ErasureReport {
    try await ask("erasures/erase") { $0.inner(order) }.innerReport
  }

  public func finishErasures() async throws -> [ErasureReport] {
    try await ask("erasures/finish") { $0.null() }.innerItems.map { try $0.innerReport }
  }

  public func noteTold(erasure number: Int) async throws {
    _ = try await ask("erasures/told") { $0.integer(number) }
  }

  public var erasures: [ErasureReport] {
    get async throws {
      try await ask("erasures/all") { $0.null() }.innerItems.map { try $0.innerReport }
    }
  }

  public func suppressed(_ identifiers: [Identifier]) async throws -> [Identifier: Timestamp] {
    var found: [Identifier: Timestamp] = [:]
    for entry in try await ask("erasures/suppressed", { $0.inner(identifiers) }).innerItems {
      let parts = try entry.innerItems
      guard parts.count == 3 else { throw InnerText.wrong(entry) }
      found[try entry.innerIdentifier] = try parts[2].innerMoment
    }
    return found
  }

  public func lift(_ identifiers: [Identifier], at moment: Timestamp) async throws -> Int {
    let answer = try await ask("erasures/lift") { json in
      json.object { json in
        json.key("subject")
        json.inner(identifiers)
        json.key("at")
        json.integer(moment.milliseconds)
      }
    }
    return Int(try answer.innerNumber)
  }

  public var keptRecords: [KeptRecord] {
    get async throws {
      try await ask("erasures/kept") { $0.null() }.innerItems.map { try $0.innerKept }
    }
  }

  public func eraseKept(before day: Day, at moment: Timestamp) async throws -> ErasureReport {
    try await ask("erasures/expire") { json in
      json.object { json in
        json.key("before")
        json.string(day.iso)
        json.key("at")
        json.integer(moment.milliseconds)
      }
    }.innerReport
  }
}

extension RemoteStore: KeyVault {
  public var keyInventory: [KeyInventoryItem] {
    get async throws {
      try await ask("vault/inventory") { $0.null() }.innerItems.map { try $0.innerVaultItem }
    }
  }

  public func rotateKeys() async throws -> Int {
    Int(try await ask("vault/rotate") { $0.null() }.innerNumber)
  }
}

extension RemoteStore: BackupStore {
  public func backUp(
    _ order: BackupOrder, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [BackupPart] {
    let asked = JSONWriter.bytes { json in
      json.object { json in
        for (key, folder) in [("data", order.data), ("keys", order.keys)] {
          guard let folder else { continue }
          json.key(key)
          json.string(folder)
        }
        json.key("at")
        json.integer(order.at.milliseconds)
      }
    }
    let answer = try await work("backups/make", asked) { progress($0) }
    return try answer.innerItems.map { part in
      BackupPart(
        kind: try part.inner("kind").innerText, path: try part.inner("path").innerText,
        bytes: Int(try part.inner("bytes").innerNumber),
        wiped: Int(try part.inner("wiped").innerNumber))
    }
  }
}
