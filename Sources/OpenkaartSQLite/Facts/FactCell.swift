internal import Foundation
internal import OpenkaartCore

/// What a fact's cell holds: the nodes of its identifiers, where it stands in the log, when it was
/// recorded, and its document.
///
/// All that stands in front can be read without the document.
enum FactCell {
  static func write(
    nodes: ArraySlice<Int64>, link: RecordLink, recordedAt: Timestamp,
    document: ArraySlice<UInt8>, into cell: inout [UInt8]
  ) {
    cell.removeAll(keepingCapacity: true)
    cell.append(number: UInt64(nodes.count))
    for node in nodes { cell.append(number: UInt64(node)) }
    cell.append(link: link)
    withUnsafeBytes(of: recordedAt.milliseconds.bigEndian) { cell.append(contentsOf: $0) }
    cell.append(contentsOf: document)
  }

  /// What stands in front of the document.
  struct Head {
    let nodes: [Int64]
    let link: RecordLink
    let recordedAt: Timestamp
    /// Where the document begins.
    let end: Int
  }

  static func head(of cell: UnsafeRawBufferPointer) -> Head? {
    var reader = NumberReader(cell)
    guard let count = reader.next(), count <= reader.left else { return nil }
    var nodes: [Int64] = []
    nodes.reserveCapacity(Int(count))
    for _ in 0..<count {
      guard let node = reader.next() else { return nil }
      nodes.append(Int64(node))
    }
    guard let link = reader.link(), reader.left >= 8 else { return nil }
    let moment = cell.loadUnaligned(fromByteOffset: reader.offset, as: Int64.self)
    return Head(
      nodes: nodes, link: link, recordedAt: Timestamp(milliseconds: Int64(bigEndian: moment)),
      end: reader.offset + 8)
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
    try bytes.withMemoryRebound(to: UInt8.self) { bytes in
      try JSONReader.node(in: bytes.span, limits: limits)
    }
  }
}
