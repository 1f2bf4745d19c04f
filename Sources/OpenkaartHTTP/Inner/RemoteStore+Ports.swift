public import OpenkaartCore
public import OpenkaartService

extension RemoteStore: FactStore {
  @discardableResult
  public func append(_ facts: [Fact]) async throws -> [FactAddition] {
    guard !facts.isEmpty else { return [] }
    let answer = try await ask("facts/append") { $0.inner(facts) }
    return try answer.innerItems.map { node in
      guard let addition = FactAddition(word: try node.innerText) else {
        throw InnerText.wrong(node)
      }
      return addition
    }
  }

  public func facts(about subject: [Identifier]) async throws -> FactGroup {
    try await ask("facts/about") { $0.inner(subject) }.innerGroup
  }

  public func facts(of customer: CustomerID) async throws -> FactGroup {
    try await ask("facts/of") { $0.string(customer.text) }.innerGroup
  }

  public func erasures(about subject: [Identifier]) async throws -> [Fact] {
    try await ask("facts/erasures") { $0.inner(subject) }.innerFacts
  }

  public func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws {
    try await lines("groups") { try await body($0.innerGroup) }
  }

  public func customer(of subject: [Identifier]) async throws -> CustomerID? {
    let answer = try await ask("customers/name") { $0.inner(subject) }
    guard answer.content != .null else { return nil }
    return CustomerID(parsing: try answer.innerText)
  }

  public var counts: StoreCounts {
    get async throws { try await ask("counts") { $0.null() }.innerCounts }
  }

  public var latestRecordedAt: Timestamp {
    get async throws { try await ask("latest") { $0.null() }.innerMoment }
  }

  public func rebuild(
    progress: @escaping @Sendable (Double) -> Void
  ) async throws -> RebuildReport {
    let answer = try await work("rebuild") { progress($0) }
    return RebuildReport(
      counts: try answer.inner("counts").innerCounts,
      surplus: Int(try answer.inner("surplus").innerNumber),
      missing: Int(try answer.inner("missing").innerNumber))
  }
}

extension RemoteStore: PolicyShelf {
  public func apply(_ policy: AppliedPolicy) async throws {
    _ = try await ask("policies/apply") { $0.inner(policy) }
  }

  public var appliedPolicies: [AppliedPolicy] {
    get async throws {
      try await ask("policies/all") { $0.null() }.innerItems.map { try $0.innerPolicy }
    }
  }
}

extension RemoteStore: KeyShelf {
  public func add(_ key: APIKey) async throws { _ = try await ask("keys/add") { $0.inner(key) } }

  public func revoke(key id: String, at moment: Timestamp) async throws -> Bool {
    try await ask("keys/revoke") { json in
      json.object { json in
        json.key("id")
        json.string(id)
        json.key("at")
        json.integer(moment.milliseconds)
      }
    }.innerFlag
  }

  public var keys: [APIKey] {
    get async throws { try await ask("keys/all") { $0.null() }.innerItems.map { try $0.innerKey } }
  }
}

extension RemoteStore: ImportJournal {
  public func progress(of file: ImportedFile) async throws -> ImportProgress? {
    let answer = try await ask("imports/progress") { $0.inner(file) }
    guard answer.content != .null else { return nil }
    return ImportProgress(
      rows: Int(try answer.inner("rows").innerNumber),
      isFinished: try answer.inner("isFinished").innerFlag)
  }

  public func note(_ progress: ImportProgress, of file: ImportedFile) async throws {
    _ = try await ask("imports/note") { json in
      json.object { json in
        json.key("file")
        json.inner(file)
        json.key("rows")
        json.integer(progress.rows)
        json.key("isFinished")
        json.bool(progress.isFinished)
      }
    }
  }

  public func changes(
    in rows: [SnapshotRow], of source: String
  ) async throws -> [SnapshotChange] {
    let answer = try await ask("rows/changes") { json in
      json.object { json in
        json.key("rows")
        json.inner(rows)
        json.key("source")
        json.string(source)
      }
    }
    return try answer.innerItems.map { node in
      guard let change = SnapshotChange(word: try node.innerText) else {
        throw InnerText.wrong(node)
      }
      return change
    }
  }

  public func note(
    _ rows: [SnapshotRow], of source: String, seenIn run: [UInt8]
  ) async throws {
    _ = try await ask("rows/note") { json in
      json.object { json in
        json.key("rows")
        json.inner(rows)
        json.key("source")
        json.string(source)
        json.key("run")
        json.inner(run)
      }
    }
  }

  public func rowsMissing(from run: [UInt8], of source: String) async throws -> MissingRows {
    let answer = try await ask("rows/missing") { json in
      json.object { json in
        json.key("run")
        json.inner(run)
        json.key("source")
        json.string(source)
      }
    }
    return MissingRows(
      count: Int(try answer.inner("count").innerNumber),
      customers: try answer.inner("customers").innerItems.compactMap {
        CustomerID(parsing: try $0.innerText)
      })
  }
}
