import ArgumentParser

@main
struct OpenkaartVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openkaart-verify",
    abstract: "Check a log without trusting who keeps it.",
    discussion: """
      A log is a list of entries to which one can only add. Its keeper signs a checkpoint: how many \
      entries there are, and one hash over them all. This program checks what you were given \
      against that signature, without the keeper, a network or a database.

      You need the key of the log, by a way you trust; it looks like `example.com/log+1a2b3c4d+AQ…`. \
      If witnesses sign too, put their keys in a policy file:

        log example.com/log+1a2b3c4d+AQ…
        witness accountant accountant.example/w1+5e6f7a8b+BL…
        quorum accountant

      Exit codes: 0 all is right; 1 something is not what was signed; 2 two signed histories \
      contradict each other; 64 the command is wrong, or a key or policy in it; 66 a file or folder \
      cannot be read; 74 one cannot be written.
      """,
    version: "0.1.0",
    subcommands: [AuditCommand.self, MirrorCommand.self, ProofCommand.self])
}
