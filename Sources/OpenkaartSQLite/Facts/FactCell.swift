internal import Foundation
internal import OpenkaartCore

/// What a fact's cell holds: the nodes of its identifiers, when it was recorded, and its document.
///
/// The nodes and the moment stand in front, so that neither needs the document to be read.
enum FactCell {
  static func write(
    nodes: [Int64], recordedAt: Timestamp, document: ArraySlice<UInt8>, into cell: inout [UInt8]
  ) {
    cell.removeAll(keepingCapacity: true)
    put(UInt64(nodes.count), into: &cell)
    for node in nodes { put(UInt64(node), into: &cell) }
    withUnsafeBytes(of: recordedAt.milliseconds.bigEndian) { cell.append(contentsOf: $0) }
    cell.append(contentsOf: document)
  }

  /// What stands in front of the document.
  struct Head {
    let nodes: [Int64]
    let recordedAt: Timestamp
    /// Where the document begins.
    let end: Int
  }

  static func head(of cell: UnsafeRawBufferPointer) -> Head? {
    var index = 0
    guard let count = take(from: cell, &index), count <= UInt64(cell.count) else { return nil }
    var nodes: [Int64] = []
    nodes.reserveCapacity(Int(count))
    for _ in 0..<count {
      guard let node = take(from: cell, &index) else { return nil }
      nodes.append(Int64(bitPattern: node))
    }
    guard index + 8 <= cell.count else { return nil }
    let moment = cell.loadUnaligned(fromByteOffset: index, as: Int64.self)
    return Head(
      nodes: nodes, recordedAt: Timestamp(milliseconds: Int64(bigEndian: moment)), end: index + 8)
  }

  /// Reads a fact out of its document and, for a purchase, that of its invoice.
  static func fact(_ document: UnsafeRawBufferPointer, invoice: Data?) throws -> Fact {
    var node = try Self.node(document)
    if let invoice {
      let apart = try invoice.withUnsafeBytes { try Self.node($0) }
      if case .object(let members) = node.content, case .object(let more) = apart.content {
        let added = more.filter { $0.key != "occurredAt" }
        node = Node(.object(members + added), at: node.position)
      }
    }
    return try FactReader.stored.reading(of: node).fact
  }

  /// Whatever came in goes out: the limits of documents from outside do not hold here.
  private static let limits = DocumentLimits(
    bytes: 1 << 30, depth: 512, nodes: 1 << 26, textBytes: 1 << 30)

  private static func node(_ bytes: UnsafeRawBufferPointer) throws -> Node {
    try JSONReader.node(in: Array(bytes), limits: limits)
  }

  // MARK: Numbers of seven bits a byte, the lowest first

  private static func put(_ number: UInt64, into cell: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      cell.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    cell.append(UInt8(rest))
  }

  private static func take(from cell: UnsafeRawBufferPointer, _ index: inout Int) -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while index < cell.count, shift < 63 {
      let byte = cell[index]
      index += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }
}
