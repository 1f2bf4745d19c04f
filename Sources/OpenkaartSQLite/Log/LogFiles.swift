internal import Foundation
internal import GRDB
internal import OpenkaartService
internal import TransparencyLog
internal import TransparencyLogFiles

/// What a data folder keeps of its log beside the database: the signing key, and what was signed last.
///
/// What was signed last lies in `state`, which no backup holds and which is never put back: it is how
/// a database that is older than the log is known.
struct LogFiles: Sendable {
  let folder: DataFolder
  let signer: SigningKey?
  let signed: SignedCheckpoint?

  /// Reads them, or makes them for a log that has no entries yet.
  init(of folder: DataFolder, _ keyring: Keyring, _ edge: LogEdge) throws(StoreError) {
    self.folder = folder
    let key = try OwnFile.read(folder.logKey)
    let note = try OwnFile.read(folder.signed)
    if key == nil, edge.tree.size == 0, try Self.isUnused(note, folder) {
      let origin = Name("openkaart.log/\(Hexadecimal.text(of: keyring.store))/\(edge.log)")
      (signer, signed) = try Self.begin(origin, in: folder)
      return
    }
    do throws(FormatError) {
      signer = try key.map { bytes throws(FormatError) in
        try SigningKey(parsing: bytes.filter { $0 != UInt8(ascii: "\n") })
      }
    } catch {
      throw .corrupt(file: folder.logKey)
    }
    signed = try Self.read(note, folder)
  }

  /// Begins a log: what was signed last is there before the key, so that no key is without it.
  static func begin(
    _ origin: Name, in folder: DataFolder
  ) throws(StoreError) -> (SigningKey, SignedCheckpoint) {
    var random = SystemRandomNumberGenerator()
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let empty = Checkpoint(origin: origin, size: 0, root: .emptyRoot)
    guard let key = SigningKey(name: origin, type: .ed25519, seed: seed),
      let signed = try? SignedCheckpoint(empty, signedBy: key)
    else { throw .corrupt(file: folder.logKey) }
    guard mkdir(folder.state, 0o700) == 0 || errno == EEXIST else {
      throw StoreError(systemCode: errno, at: folder.state)
    }
    try keep(signed, in: folder)
    try OwnFile.write(Array((key.secretText + "\n").utf8), to: folder.logKey)
    return (key, signed)
  }

  /// Writes what was signed last, durable when this returns.
  static func keep(_ signed: SignedCheckpoint, in folder: DataFolder) throws(StoreError) {
    try OwnFile.write(signed.note.bytes, to: folder.signed)
  }

  /// Writes what enough witnesses signed last.
  static func keepCosigned(
    _ cosigned: SignedCheckpoint, in folder: DataFolder
  ) throws(StoreError) {
    try OwnFile.write(cosigned.note.bytes, to: folder.cosigned)
  }

  /// What enough witnesses signed last of this log; `nil` when there is nothing that can be used, for
  /// it can be asked for again.
  func cosigned() throws(StoreError) -> SignedCheckpoint? {
    guard let signer, let signed, let bytes = try OwnFile.read(folder.cosigned),
      let kept = try? SignedCheckpoint(parsing: bytes),
      (try? kept.verified(by: TrustPolicy(logs: [signer.verifierKey]))) != nil,
      kept.checkpoint.size <= signed.checkpoint.size
    else { return nil }
    return kept
  }

  private static func isUnused(
    _ note: [UInt8]?, _ folder: DataFolder
  ) throws(StoreError) -> Bool {
    try read(note, folder).map { $0.checkpoint.size == 0 } ?? true
  }

  private static func read(
    _ note: [UInt8]?, _ folder: DataFolder
  ) throws(StoreError) -> SignedCheckpoint? {
    guard let note else { return nil }
    guard let signed = try? SignedCheckpoint(parsing: note) else {
      throw .corrupt(file: folder.signed)
    }
    return signed
  }

  // MARK: Never fork

  /// Why this database may not go on with this log; `nil` when it may.
  func danger(of edge: LogEdge, _ database: Database) throws -> LogDanger? {
    guard let signer else { return .keyMissing }
    guard let signed else { return .stateMissing }
    let head = signed.checkpoint
    guard (try? signed.verified(by: TrustPolicy(logs: [signer.verifierKey]))) != nil else {
      return .keyMissing
    }
    // A change to another log that was cut off: its key is there, and the database knows nothing of it.
    guard head.origin.description.hasSuffix("/\(edge.log)") else { return .keyMissing }
    guard edge.tree.size >= head.size else {
      return .behind(entries: edge.tree.size, signed: head.size)
    }
    let root =
      edge.tree.size == head.size
      ? edge.tree.root : try Self.root(ofFirst: head.size, of: edge, database)
    return root == head.root ? nil : .differs(signed: head.size)
  }

  /// The root of the first entries, from the entries themselves.
  private static func root(
    ofFirst size: UInt64, of edge: LogEdge, _ database: Database
  ) throws -> MerkleHash {
    var tree = CompactRange()
    let leaves = try Command(
      database, "SELECT leaf FROM entry WHERE number >= ? AND number < ? ORDER BY number")
    leaves.bind(edge.first, at: 1)
    leaves.bind(edge.first + Int64(size), at: 2)
    while try leaves.step() { tree.append(.leaf(leaves.bytes(0))) }
    return tree.root
  }
}
