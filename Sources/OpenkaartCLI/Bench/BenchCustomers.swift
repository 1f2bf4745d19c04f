import Foundation
import OpenkaartAudience
import OpenkaartCore

/// Reads the customers of the audience benchmark into columns.
///
/// The file is CSV of numbers, `true` and `false`, with nothing where nothing is known; it holds a row
/// per customer with the names of columns in the first line. This reader alone knows what they mean.
struct BenchCustomers {
  let path: String
  /// The first moment of the day asked about; messages are counted back from it.
  let today: Timestamp
  let layout: Layout

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let size = 1 << 22

  /// Reads the whole file.
  func load() throws -> Columns {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Failure(description: "\(path) cannot be read. Export the customers as CSV first.")
    }
    defer { try? file.close() }
    var columns = Columns(layout, since: today)
    var rest: [UInt8] = []
    var reader: BenchRow?
    var number = 1
    while let data = try file.read(upToCount: Self.size), !data.isEmpty {
      rest += data
      guard let end = rest.lastIndex(of: 0x0A) else { continue }
      for line in rest[...end].split(separator: 0x0A) {
        if reader == nil {
          reader = try BenchRow(header: line, layout: layout, today: today)
        } else if let outline = reader?.outline(line) {
          _ = columns.add(outline, key: reader?.id ?? 0, at: today)
        } else {
          throw Failure(description: "\(path):\(number): this is no row of the benchmark.")
        }
        number += 1
      }
      rest.removeSubrange(...end)
    }
    guard rest.isEmpty, reader != nil else {
      throw Failure(description: "\(path): the last line is not whole. Export the file again.")
    }
    columns.shrink()
    return columns
  }
}

/// One row, and what its columns mean.
private struct BenchRow {
  private enum Name: Int, CaseIterable {
    case id, lastPurchaseLine, lastPurchaseAt, openComplaint, consentBits, contacts7, contacts30
    case topicsOptout, lastActivityAt

    var text: String {
      switch self {
      case .id: "id"
      case .lastPurchaseLine: "last_purchase_line"
      case .lastPurchaseAt: "last_purchase_at"
      case .openComplaint: "open_complaint"
      case .consentBits: "consent_bits"
      case .contacts7: "contacts_7d"
      case .contacts30: "contacts_30d"
      case .topicsOptout: "topics_optout"
      case .lastActivityAt: "last_activity_at"
      }
    }
  }

  /// No number.
  private static let nothing = Int64.min

  private let layout: Layout
  private let today: Timestamp
  private let places: [Int]
  private let consentPlaces: [Int]
  private let fieldCount: Int
  private var fields: [Int64]

  init(header: ArraySlice<UInt8>, layout: Layout, today: Timestamp) throws {
    let names = header.split(separator: 0x2C, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    func place(_ name: String) throws -> Int {
      guard let place = names.firstIndex(of: name) else {
        throw BenchCustomers.Failure(description: "The file has no column `\(name)`.")
      }
      return place
    }
    places = try Name.allCases.map { try place($0.text) }
    consentPlaces = try layout.pairs.indices.map { try place("ca_\($0)") }
    fieldCount = names.count
    fields = Array(repeating: Self.nothing, count: names.count)
    self.layout = layout
    self.today = today
  }

  private subscript(_ name: Name) -> Int64 { fields[places[name.rawValue]] }

  var id: UInt32 { UInt32(truncatingIfNeeded: self[.id]) }

  /// Reads numbers, `true` as 1 and `false` as 0; false when the line holds anything else.
  private mutating func read(_ line: ArraySlice<UInt8>) -> Bool {
    var field = 0
    var value = Self.nothing
    for byte in line {
      switch byte {
      case 0x30...0x39:
        value = (value == Self.nothing ? 0 : value) &* 10 &+ Int64(byte - 0x30)
      case 0x2C:
        guard field < fieldCount - 1 else { return false }
        fields[field] = value
        field += 1
        value = Self.nothing
      // Of `true` and `false` the first letter tells.
      case UInt8(ascii: "t"): value = 1
      case UInt8(ascii: "f"): value = 0
      case UInt8(ascii: "a")...UInt8(ascii: "u"), 0x0D: continue
      default: return false
      }
    }
    fields[field] = value
    return field == fieldCount - 1
  }

  private static func moment(_ seconds: Int64) -> Timestamp? {
    seconds == nothing ? nil : Timestamp(milliseconds: seconds &* 1000)
  }

  mutating func outline(_ line: ArraySlice<UInt8>) -> Outline? {
    guard read(line) else { return nil }
    var outline = Outline()
    if self[.openComplaint] == 1 { outline.marks.insert(.complaintIsOpen) }
    outline.reach = layout.channels.map { _ in [] }
    let bits = self[.consentBits]
    outline.consents = consentPlaces.enumerated().map { bit, place in
      guard let at = Self.moment(fields[place]) else { return .settled(.isMissing) }
      return bits & (1 << Int64(bit)) != 0
        ? .given(at, isOnly: true) : .settled([.isRefused, .optedOut])
    }
    outline.lastActivity = Self.moment(self[.lastActivityAt])
    if let at = Self.moment(self[.lastPurchaseAt]), self[.lastPurchaseLine] > 0 {
      outline.marks.insert(.isCustomer)
      outline.bought = [.init(line: "line\(self[.lastPurchaseLine])", at: at)]
    }
    let optouts = self[.topicsOptout]
    if optouts != 0 {
      outline.unwantedTopics = layout.topics.indices.filter { optouts & (1 << Int64($0)) != 0 }
        .map { layout.topics[$0] }
    }
    outline.sends = layout.counts.map { send(reaching: $0) }
    return outline
  }

  /// The file only counts messages: those of the last 7 days stand for 3 days ago, the others of the
  /// last 30 for 20 days ago.
  private func send(reaching count: OutlineForm.Count) -> Timestamp? {
    let limit = Int64(count.limit)
    let day: Int64 = 86_400_000
    let age = limit <= self[.contacts7] ? 3 * day : limit <= self[.contacts30] ? 20 * day : .max
    return age < count.window ? today.advanced(by: -age) : nil
  }
}
