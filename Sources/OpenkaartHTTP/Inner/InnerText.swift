import OpenkaartCore
import OpenkaartService

/// How a store is spoken to by way of the socket: what goes over it, as JSON.
///
/// Both ends are the same program, so this is no public format. Facts go as they are in the public
/// one, moments as milliseconds, bytes as hexadecimal digits.
enum InnerText {
  /// Reads facts back as they were, with when they were recorded.
  static let reader = FactReader(acceptsSystemFacts: true, acceptsRecordedAt: true)

  static func wrong(_ node: Node) -> DocumentError {
    DocumentError(
      code: "inner.wrong",
      message: LocalizedText(
        nl: "De server en deze opdracht begrijpen elkaar niet. Gebruik van beide dezelfde versie.",
        en: "The server and this command do not understand each other. Use one version of both."),
      at: node.position)
  }
}

// MARK: - Writing

extension JSONWriter {
  mutating func inner(_ identifiers: [Identifier]) {
    array { json in
      for identifier in identifiers {
        json.array { pair in
          pair.string(identifier.type.name)
          pair.string(identifier.value)
        }
      }
    }
  }

  mutating func inner(_ facts: [Fact]) {
    array { json in
      for fact in facts { fact.document(to: &json) }
    }
  }

  mutating func inner(_ group: FactGroup) {
    object { json in
      json.key("facts")
      json.inner(group.facts)
      json.key("heard")
      json.inner(group.heard)
      json.key("crowded")
      json.array { json in
        for (identifier, moment) in group.crowded.sorted(by: { $0.key < $1.key }) {
          json.array { entry in
            entry.string(identifier.type.name)
            entry.string(identifier.value)
            entry.integer(moment.milliseconds)
          }
        }
      }
    }
  }

  /// Bytes, as hexadecimal digits.
  mutating func inner(_ bytes: [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    string(String(decoding: text, as: UTF8.self))
  }

  mutating func inner(_ file: ImportedFile) {
    object { json in
      json.key("digest")
      json.inner(file.digest)
      json.key("mapping")
      json.inner(file.mapping)
      json.key("source")
      json.string(file.source)
    }
  }

  mutating func inner(_ rows: [SnapshotRow]) {
    array { json in
      for row in rows {
        json.object { json in
          json.key("key")
          json.string(row.key)
          json.key("digest")
          json.inner(row.digest)
          json.key("subject")
          json.inner(row.subject)
        }
      }
    }
  }

  mutating func inner(_ key: APIKey) {
    object { json in
      json.key("id")
      json.string(key.id)
      json.key("name")
      json.string(key.name)
      json.key("scopes")
      json.array { list in
        for scope in key.scopes { list.string(scope) }
      }
      json.key("digest")
      json.inner(key.digest)
      json.key("createdAt")
      json.integer(key.createdAt.milliseconds)
      guard let revokedAt = key.revokedAt else { return }
      json.key("revokedAt")
      json.integer(revokedAt.milliseconds)
    }
  }

  mutating func inner(_ policy: AppliedPolicy) {
    object { json in
      json.key("version")
      json.string(policy.version)
      json.key("text")
      json.inner(policy.text)
      json.key("appliedAt")
      json.integer(policy.appliedAt.milliseconds)
    }
  }

  mutating func inner(_ counts: StoreCounts) {
    object { json in
      json.key("facts")
      json.integer(counts.facts)
      json.key("customers")
      json.integer(counts.customers)
      json.key("identifiers")
      json.integer(counts.identifiers)
    }
  }
}
