import Glibc
import Synchronization
public import TransparencyLog

/// A witness that remembers in a folder which checkpoint of each log it signed last.
///
/// Looking up, deciding and storing are one step, in this process by a lock and between processes by
/// the lock of the system on the folder. A checkpoint is durable before it is signed. The folder must
/// never be put back to an older state; who loses it takes a new key.
///
/// - SeeAlso: C2SP tlog-witness.
public final class WitnessFolder: Sendable {
  /// What to answer over HTTP.
  public struct Answer: Hashable, Sendable {
    /// 200, or that of the refusal.
    public let status: Int
    /// Of the body.
    public let contentType: String
    /// The line of the cosignature, or why there is none.
    public let body: [UInt8]
  }

  /// Another process uses the folder, or what lies in it cannot be read.
  public enum Failure: Error, Hashable, Sendable {
    case inUse(folder: String)
    case unreadable(file: String)
  }

  private let path: String
  private let witness: Witness
  private let key: SigningKey
  private let descriptor: Int32
  private let turn = Mutex(())

  /// Takes a folder for itself, and makes it if it is not there.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - logs: The keys of the logs it watches.
  ///   - key: Signs; of type `cosignature`.
  /// - Throws: ``Failure`` or `LogFileError`.
  public init(path: String, logs: [VerifierKey], key: SigningKey) throws {
    precondition(key.verifierKey.type == .cosignature, "a witness signs cosignatures")
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw LogFileError.last(at: path, isOfWriting: true)
    }
    let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LogFileError.last(at: path, isOfWriting: true) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Failure.inUse(folder: path)
    }
    self.path = path
    self.key = key
    self.descriptor = descriptor
    witness = Witness(logs: logs)
  }

  deinit { close(descriptor) }

  /// Answers an add-checkpoint request.
  ///
  /// - Parameters:
  ///   - body: Of the request.
  ///   - time: Now, in seconds since 1970.
  /// - Returns: The answer; when it is 200, the checkpoint is stored.
  /// - Throws: ``Failure`` or `LogFileError`; nothing is signed then.
  public func answer(to body: [UInt8], at time: UInt64) throws -> Answer {
    try turn.withLock { _ in
      switch try witness.decision(on: body, latest: latest) {
      case .refuse(let refusal):
        return Answer(
          status: refusal.status, contentType: refusal.contentType, body: Array(refusal.body.utf8))
      case .cosign(let signed):
        try store(signed)
        let line = try key.signature(on: signed.note.text, at: time).line
        return Answer(status: 200, contentType: "text/plain; charset=utf-8", body: line)
      }
    }
  }

  /// The file of a log; an origin can hold what a file name cannot.
  private func file(of origin: Name) -> String {
    "\(path)/\(MerkleHash.leaf(Array(origin.description.utf8)))"
  }

  private func latest(of origin: Name) throws -> Checkpoint? {
    let file = file(of: origin)
    guard let bytes = try DurableFile.read(file, atMost: SignedNote.mostBytes) else { return nil }
    // A file that cannot be read is no log that was never seen.
    guard let signed = try? SignedCheckpoint(parsing: bytes), signed.checkpoint.origin == origin
    else { throw Failure.unreadable(file: file) }
    return signed.checkpoint
  }

  private func store(_ signed: SignedCheckpoint) throws(LogFileError) {
    try DurableFile.write(signed.note.bytes, to: file(of: signed.checkpoint.origin))
    try DurableFile.synchronize(folder: path)
  }
}

extension WitnessFolder.Failure: CustomStringConvertible {
  /// For people.
  public var description: String {
    switch self {
    case .inUse(let folder):
      "Another witness uses \(folder). Stop it first, or give another folder."
    case .unreadable(let file):
      "\(file) is not the checkpoint that was stored there. Put the folder in order before you go "
        + "on; a witness that forgets is none."
    }
  }
}
