import ArgumentParser
import LogVerification
import LogVerificationFiles

/// The codes by which the program ends.
enum Verdict {
  static let wrong = ExitCode(1)

  /// Runs a command; what is wrong is told in a sentence and by the exit code.
  static func telling(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as FormatError where [.verifierKey, .policy].contains(error.format) {
      // Whom to believe is not part of the evidence: it is said in the command.
      throw ValidationError("\(error)")
    } catch TrustError.ambiguousKey(let name, let id) {
      throw ValidationError("\(TrustError.ambiguousKey(name, id))")
    } catch let error where error is AuditFinding || error is FormatError || error is TrustError {
      print("NOT RIGHT: \(error)")
      throw wrong
    } catch LogMirror.Failure.damaged(let findings) {
      tell(findings)
      print("The copy was left as it is.")
      throw wrong
    } catch LogMirror.Failure.fork(let ours, let theirs) {
      print(text(ofForkBetween: ours, and: theirs))
      throw ExitCode(2)
    } catch let error as LogFileError {
      printError("\(error)")
      throw ExitCode(error.isOfWriting ? 74 : 66)
    }
  }

  static func tell(_ findings: [AuditFinding]) {
    for finding in findings { print("NOT RIGHT: \(finding)") }
  }

  private static func text(ofForkBetween ours: SignedNote, and theirs: SignedNote) -> String {
    """
    FORK: this log signed two histories that contradict each other. What you kept is as it was.
    Keep both checkpoints: together with the key of the log they prove it to anybody.

    ----- what you kept
    \(String(decoding: ours.bytes, as: UTF8.self))
    ----- the log now
    \(String(decoding: theirs.bytes, as: UTF8.self))
    """
  }

  /// How a checkpoint was believed, in a line for each signature.
  static func text(of head: VerifiedCheckpoint) -> String {
    let checkpoint = head.checkpoint
    let signers = head.signatures.map { signature in
      let time = signature.time.map { ", at \($0) (seconds since 1970)" } ?? ""
      return "signed by \(signature.key.name)+\(signature.key.id)\(time)"
    }
    let lines = ["\(checkpoint.origin): \(checkpoint.size) entries, root \(checkpoint.root)"]
    return (lines + signers).joined(separator: "\n")
  }
}
