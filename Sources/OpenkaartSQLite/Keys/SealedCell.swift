internal import Crypto
internal import Foundation
internal import OpenkaartCore

/// Where a sealed cell stands; a cell that is moved to another place does not open.
struct CellPlace: Hashable, Sendable {
  let table: Table
  let seq: Int64
  let origin: Int64
  let part: FactClass

  enum Table: UInt8, Sendable {
    case fact = 1
    case invoice = 2
    case reservation = 3
  }

  var cell: CellName { CellName(origin: origin, part: part) }

  fileprivate func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeBytes(
      of: (
        UInt64(table.rawValue).bigEndian, seq.bigEndian, origin.bigEndian,
        UInt64(part.rawValue).bigEndian
      ), body)
  }
}

/// What a key opens: everything of one class under one origin.
struct CellName: Hashable, Comparable, Sendable {
  let origin: Int64
  let part: FactClass

  /// Both in one number: classes are few.
  private var code: Int64 { origin << 4 | Int64(part.rawValue) }

  static func == (one: Self, other: Self) -> Bool { one.code == other.code }
  static func < (one: Self, other: Self) -> Bool { one.code < other.code }
  func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Seals and opens cells: a version, then what AES-256-GCM gives.
enum SealedCell {
  private static let version: UInt8 = 1

  /// How many random bytes each cell takes.
  static let nonceSize = 12

  /// Seals `bytes` for a place and appends the cell.
  static func seal(
    _ bytes: [UInt8], at place: CellPlace, using key: SymmetricKey,
    nonce: UnsafeRawBufferPointer, into cells: inout [UInt8]
  ) throws {
    let nonce = try AES.GCM.Nonce(data: nonce)
    let box = try place.withBytes {
      try AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: $0)
    }
    put(box, into: &cells)
  }

  /// Opens a cell; `nil` when it was damaged, moved, or sealed by another key.
  static func open(
    _ cell: UnsafeRawBufferPointer, at place: CellPlace, using key: SymmetricKey
  ) -> Data? {
    guard let box = box(of: cell) else { return nil }
    return place.withBytes { try? AES.GCM.open(box, using: key, authenticating: $0) }
  }

  /// Seals what belongs to the store as a whole.
  static func seal(
    _ bytes: [UInt8], named name: String, using key: SymmetricKey
  ) throws -> [UInt8] {
    var cell: [UInt8] = []
    put(try AES.GCM.seal(bytes, using: key, authenticating: Array(name.utf8)), into: &cell)
    return cell
  }

  static func open(_ cell: [UInt8], named name: String, using key: SymmetricKey) -> [UInt8]? {
    guard let box = cell.withUnsafeBytes({ self.box(of: $0) }),
      let bytes = try? AES.GCM.open(box, using: key, authenticating: Array(name.utf8))
    else { return nil }
    return Array(bytes)
  }

  private static func put(_ box: AES.GCM.SealedBox, into cell: inout [UInt8]) {
    cell.append(version)
    box.combined?.withUnsafeBytes { cell.append(contentsOf: $0) }
  }

  private static func box(of cell: UnsafeRawBufferPointer) -> AES.GCM.SealedBox? {
    guard cell.first == version else { return nil }
    return try? AES.GCM.SealedBox(combined: UnsafeRawBufferPointer(rebasing: cell.dropFirst()))
  }
}
