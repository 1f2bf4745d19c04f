internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import TransparencyLog
internal import TransparencyLogFiles

/// Signs where the log stands, and makes its files from the database.
///
/// The files can be made again at any time. What is signed is first remembered in the data folder's
/// state, then sent to witnesses, then shown. What was shown before is never put back.
actor LogPublisher {
  let folder: DataFolder
  private let file: StoreFile
  private let ledger: Ledger
  private var signer: SigningKey?
  private(set) var signed: SignedCheckpoint?
  /// The checkpoint that enough witnesses signed last, and their signatures.
  var cosigned: SignedCheckpoint?
  /// The checkpoints that witnesses are asked about, by size, with the signatures that came.
  var asked: [UInt64: SignedCheckpoint] = [:]
  var witnesses: Witnesses?
  /// Where the files end; `nil` when that has to be read anew.
  private var writer: LogWriter?
  private var turn: Task<Void, any Error>?

  /// Looks whether the database may go on with its log; if not, nothing may be added.
  init(
    of folder: DataFolder, _ keyring: Keyring, _ file: StoreFile, _ ledger: Ledger
  ) throws(StoreError) {
    self.folder = folder
    self.file = file
    self.ledger = ledger
    do {
      let (files, danger) = try file.pool.read { database in
        let edge = try LogEdge(database)
        let files = try LogFiles(of: folder, keyring, edge)
        return (files, try files.danger(of: edge, database))
      }
      signer = files.signer
      signed = files.signed
      cosigned = try files.cosigned()
      ledger.refuse(because: danger.map { .logUnsafe(folder: folder.path, $0) })
    } catch {
      throw StoreError(error, at: folder.data)
    }
  }

  /// The key by which others check what is signed.
  var verifierKey: VerifierKey? { signer?.verifierKey }

  /// Signs another log from now on.
  func begin(_ signer: SigningKey, _ signed: SignedCheckpoint) {
    (self.signer, self.signed, writer) = (signer, signed, nil)
    (cosigned, asked) = (nil, [:])
  }

  var logFolder: LogFolder { LogFolder(path: folder.log) }

  /// Signs and shows the entries that were added since.
  ///
  /// - Throws: ``StoreError``; what was shown before stays.
  func publish() async throws {
    try await inTurn { publisher in
      try await publisher.signWhatIsNew()
      try publisher.show()
    }
  }

  /// Signs the entries that were added since, and makes the files that the checkpoint covers.
  func sign() async throws { try await inTurn { try await $0.signWhatIsNew() } }

  /// One after another: what was signed last may never be less than what was shown.
  private func inTurn(
    _ work: @escaping @Sendable (isolated LogPublisher) async throws -> Void
  ) async throws {
    while let current = turn { _ = await current.result }
    let own = Task { try await work(self) }
    turn = own
    defer { turn = nil }
    try await own.value
  }

  private func signWhatIsNew() async throws {
    if let refusal = ledger.refusal { throw refusal }
    guard let signer else { return }
    do {
      let edge = try await file.read { try LogEdge($0) }
      // Somebody may have taken the files away.
      if try logFolder.checkpoint() == nil { writer = nil }
      if let writer, writer.size == edge.tree.size, signed?.checkpoint.size == writer.size {
        return
      }
      var writer = try resumed()
      self.writer = nil
      try await add(to: &writer, upTo: edge)
      let checkpoint = writer.checkpoint(origin: signer.verifierKey.name)
      guard checkpoint.root == edge.tree.root else { throw StoreError.corrupt(file: folder.data) }
      try writer.settle()
      if signed?.checkpoint != checkpoint {
        let next = try SignedCheckpoint(checkpoint, signedBy: signer)
        try LogFiles.keep(next, in: folder)
        signed = next
      }
      self.writer = writer
    } catch let error as LogFileError {
      throw StoreError(systemCode: error.systemCode, at: error.path)
    }
  }

  /// Puts what was signed last where everybody sees it, with the signatures of witnesses.
  func show() throws(StoreError) {
    guard let signed else { return }
    let wanted = withSignatures(signed).note
    do throws(LogFileError) {
      if let shown = try logFolder.checkpoint().flatMap({ try? SignedNote(parsing: $0) }),
        shown.text == wanted.text, Set(shown.signatures).isSuperset(of: wanted.signatures)
      {
        return
      }
      try logFolder.show(wanted)
      writer?.tidy()
    } catch {
      throw StoreError(systemCode: error.systemCode, at: error.path)
    }
  }

  /// The same checkpoint with the signatures of witnesses that came.
  func withSignatures(_ checkpoint: SignedCheckpoint) -> SignedCheckpoint {
    let known = [asked[checkpoint.checkpoint.size], cosigned].compactMap(\.self)
    return known.first { $0.note.text == checkpoint.note.text } ?? checkpoint
  }

  /// Goes on where the files end; without files that can be used, from the beginning.
  private func resumed() throws -> LogWriter {
    if let writer { return writer }
    guard let signed, let bytes = try logFolder.checkpoint(),
      let shown = try? SignedCheckpoint(parsing: bytes).checkpoint,
      shown.origin == signed.checkpoint.origin, shown.size <= signed.checkpoint.size,
      let writer = try? LogWriter(resuming: logFolder, at: shown)
    else { return LogWriter(creating: logFolder) }
    return writer
  }

  private func add(to writer: inout LogWriter, upTo edge: LogEdge) async throws {
    while writer.size < edge.tree.size {
      let start = edge.first + Int64(writer.size)
      let end = min(start + Self.chunk, edge.next)
      let leaves = try await file.read { database in
        let select = try Command(
          database, "SELECT leaf FROM entry WHERE number >= ? AND number < ? ORDER BY number")
        select.bind(start, at: 1)
        select.bind(end, at: 2)
        var leaves: [[UInt8]] = []
        while try select.step() { leaves.append(Array(select.bytes(0))) }
        return leaves
      }
      guard leaves.count == Int(end - start) else { throw StoreError.corrupt(file: folder.data) }
      for leaf in leaves { try writer.append(leaf) }
    }
  }

  private static let chunk: Int64 = 16_384

  // MARK: What was shown

  /// A file of the log by the name under which it is served; `nil` when there is none.
  func shown(_ name: String) throws -> [UInt8]? {
    do throws(LogFileError) {
      if name == "checkpoint" { return try logFolder.checkpoint() }
      guard let tile = TilePath(parsing: name) else { return nil }
      return try logFolder.read(tile)
    } catch {
      throw StoreError(systemCode: error.systemCode, at: error.path)
    }
  }

  /// Shows that an entry is in the log, by the checkpoint that most can be said for; `nil` when it is younger.
  func proof(of index: UInt64, with receipt: Receipt) throws -> LogProof? {
    guard let head = try head(over: index) else { return nil }
    let size = head.checkpoint.size
    let inclusion = try tiles(at: size).inclusionProof(index: index, size: size)
    return LogProof(extra: receipt.bytes, inclusion: inclusion, in: head)
  }

  /// The checkpoint that covers an entry and that most can be said for: enough witnesses signed it,
  /// or it is the last one shown.
  private func head(over index: UInt64) throws -> SignedCheckpoint? {
    if let cosigned, index < cosigned.checkpoint.size { return cosigned }
    let shown = try logFolder.checkpoint().map { try SignedCheckpoint(parsing: $0) }
    return shown.flatMap { index < $0.checkpoint.size ? $0 : nil }
  }

  /// The hashes of the log when it had this size.
  func tiles(at size: UInt64) -> TileReader {
    let logFolder = logFolder
    return TileReader(size: size) { try logFolder.hashes($0) ?? [] }
  }
}
