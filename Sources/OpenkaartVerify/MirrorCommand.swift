import ArgumentParser
import LogVerification
import LogVerificationFiles

struct MirrorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mirror",
    abstract: "Keep your own copy of a log, checked as it is copied.",
    discussion: """
      Audits the log and copies what is new; run it again whenever the log has grown. What the copy \
      has is never written again: when the log shows another history than the copy, both signed \
      checkpoints are printed and the copy stays as it is. Exits 0 when the copy is complete.
      """)

  @Argument(help: "The folder of the log.") var folder: String
  @Argument(help: "The folder of the copy; it is made if it is not there.") var copy: String
  @OptionGroup var trust: TrustOptions

  func run() throws {
    try Verdict.telling {
      let mirror = LogMirror(
        of: LogFolder(path: folder), in: LogFolder(path: copy), by: try trust.trustPolicy())
      let progress = ProgressLine("Copying")
      switch try mirror.run(progress: { progress.show($0, of: $1) }) {
      case .copied(let head, let sizeBefore):
        print(Verdict.text(of: head))
        print("The copy is complete; \(head.checkpoint.size - sizeBefore) entries are new.")
      case .isBehind(let head, let sizeOfMirror):
        print(Verdict.text(of: head))
        print("The log has fewer entries than the copy, \(sizeOfMirror), and they are the same.")
        print("The copy was left as it is; ask the keeper of the log where the others are.")
      }
    }
  }
}
