import ArgumentParser
import LogVerification
import LogVerificationFiles

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Make a whole log again from its entries, and compare it with what was signed.",
    discussion: """
      Reads every entry, tile and the checkpoint of a folder, and tells each file and entry that is \
      not as it was signed. With --since it also shows that the log only grew since you saw it last: \
      keep the checkpoint of every audit. Exits 0 when all is right.
      """)

  @Argument(help: "The folder of the log: it holds `checkpoint` and `tile`.") var folder: String
  @OptionGroup var trust: TrustOptions
  @Option(help: "A checkpoint of this log that you kept from before.") var since: String?

  func run() throws {
    try Verdict.telling {
      let policy = try trust.trustPolicy()
      let earlier = try since.map {
        try SignedCheckpoint(parsing: InputFile.read($0)).verified(by: policy)
      }
      let audit = try LogAudit(of: LogFolder(path: folder), by: policy, since: earlier?.checkpoint)
      let (progress, size) = (ProgressLine("Auditing"), audit.size)
      let report = try audit.report { progress.show($0, of: size) }
      print(Verdict.text(of: report.checkpoint))
      Verdict.tell(report.findings)
      if let earlier, report.findings == [.rewritten(oldSize: earlier.checkpoint.size)] {
        // The files lead to what is signed today: both checkpoints are real, and contradict.
        throw LogMirror.Failure.fork(ours: earlier.note, theirs: report.checkpoint.note)
      }
      guard report.findings.isEmpty else { throw Verdict.wrong }
      print("Every entry and every tile is as it was signed.")
      if let earlier { print("The first \(earlier.checkpoint.size) entries are those of before.") }
    }
  }
}
