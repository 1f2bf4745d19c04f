import ArgumentParser

@main
struct OpenkaartWitness: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openkaart-witness",
    abstract: "Watch that logs only grow, and sign what you saw.",
    discussion: """
      A witness makes it impossible to show different histories to different people. Run it where \
      the keeper of the log has no say: at the accountant, the works council, a partner.

        openkaart-witness keygen accountant.example/w1 --key witness.key
        openkaart-witness serve --key witness.key --log KEY-OF-THE-LOG --state state

      Give the verifier key that keygen prints to everybody who should believe you. Never put the \
      state folder back to an older copy: a witness that forgets can be made to sign two histories. \
      If it is lost, take a new key.
      """,
    version: "0.1.0",
    subcommands: [KeygenCommand.self, ServeCommand.self])
}
