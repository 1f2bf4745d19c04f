import OpenkaartCore
import OpenkaartService

extension Node {
  /// The value of a field that must be there.
  func inner(_ key: String) throws(DocumentError) -> Node {
    guard let value = self[key] else { throw InnerText.wrong(self) }
    return value
  }

  var innerItems: [Node] {
    get throws(DocumentError) {
      guard case .array(let nodes) = content else { throw InnerText.wrong(self) }
      return nodes
    }
  }

  var innerText: String {
    get throws(DocumentError) {
      guard case .string(let text) = content else { throw InnerText.wrong(self) }
      return text
    }
  }

  var innerNumber: Int64 {
    get throws(DocumentError) {
      guard case .number(let text) = content, let number = Int64(text) else {
        throw InnerText.wrong(self)
      }
      return number
    }
  }

  var innerFlag: Bool {
    get throws(DocumentError) {
      guard case .bool(let flag) = content else { throw InnerText.wrong(self) }
      return flag
    }
  }

  var innerMoment: Timestamp {
    get throws(DocumentError) { Timestamp(milliseconds: try innerNumber) }
  }

  var innerBytes: [UInt8] {
    get throws(DocumentError) {
      let digits = Array(try innerText.utf8)
      guard digits.count.isMultiple(of: 2) else { throw InnerText.wrong(self) }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(digits.count / 2)
      for place in stride(from: 0, to: digits.count, by: 2) {
        guard let high = Self.value(ofHex: digits[place]),
          let low = Self.value(ofHex: digits[place + 1])
        else { throw InnerText.wrong(self) }
        bytes.append(high << 4 | low)
      }
      return bytes
    }
  }

  private static func value(ofHex digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  var innerIdentifier: Identifier {
    get throws(DocumentError) {
      let parts = try innerItems
      guard parts.count >= 2,
        let identifier = Identifier(IdentifierType(try parts[0].innerText), try parts[1].innerText)
      else { throw InnerText.wrong(self) }
      return identifier
    }
  }

  var innerIdentifiers: [Identifier] {
    get throws(DocumentError) {
      var identifiers: [Identifier] = []
      for node in try innerItems { identifiers.append(try node.innerIdentifier) }
      return identifiers
    }
  }

  var innerFacts: [Fact] {
    get throws(DocumentError) {
      var facts: [Fact] = []
      for node in try innerItems { facts.append(try InnerText.reader.reading(of: node).fact) }
      return facts
    }
  }

  var innerGroup: FactGroup {
    get throws(DocumentError) {
      var crowded: [Identifier: Timestamp] = [:]
      for entry in try inner("crowded").innerItems {
        let parts = try entry.innerItems
        guard parts.count == 3 else { throw InnerText.wrong(entry) }
        crowded[try entry.innerIdentifier] = try parts[2].innerMoment
      }
      return FactGroup(
        facts: try inner("facts").innerFacts, crowded: crowded,
        heard: try inner("heard").innerFacts)
    }
  }

  var innerFile: ImportedFile {
    get throws(DocumentError) {
      ImportedFile(
        digest: try inner("digest").innerBytes, mapping: try inner("mapping").innerBytes,
        source: try inner("source").innerText)
    }
  }

  var innerRows: [SnapshotRow] {
    get throws(DocumentError) {
      var rows: [SnapshotRow] = []
      for node in try innerItems {
        rows.append(
          SnapshotRow(
            key: try node.inner("key").innerText, digest: try node.inner("digest").innerBytes,
            subject: try node.inner("subject").innerIdentifiers))
      }
      return rows
    }
  }

  var innerKey: APIKey {
    get throws(DocumentError) {
      var scopes: [String] = []
      for node in try inner("scopes").innerItems { scopes.append(try node.innerText) }
      return APIKey(
        id: try inner("id").innerText, name: try inner("name").innerText, scopes: scopes,
        digest: try inner("digest").innerBytes, createdAt: try inner("createdAt").innerMoment,
        revokedAt: try self["revokedAt"]?.innerMoment)
    }
  }

  var innerPolicy: AppliedPolicy {
    get throws(DocumentError) {
      AppliedPolicy(
        version: try inner("version").innerText, text: try inner("text").innerBytes,
        appliedAt: try inner("appliedAt").innerMoment)
    }
  }

  var innerCounts: StoreCounts {
    get throws(DocumentError) {
      StoreCounts(
        facts: Int(try inner("facts").innerNumber),
        customers: Int(try inner("customers").innerNumber),
        identifiers: Int(try inner("identifiers").innerNumber))
    }
  }
}
