import ArgumentParser

/// What the owner of a data folder does with its log.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "See where the log stands, hand out receipts, bring it back.",
    subcommands: [
      LogStatusCommand.self, LogReceiptCommand.self, LogRecoverCommand.self,
    ])
}
