import ArgumentParser
import OpenkaartCore

@main
struct Openkaart: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openkaart", abstract: "Ask before every use of customer data.",
    version: "0.1.0",
    subcommands: [
      APIKeyCommand.self,
      AudienceCommand.self,
      BackupCommand.self,
      BenchCommand.self,
      CustomerCommand.self,
      DecideCommand.self,
      ImportCommand.self,
      InitCommand.self,
      KeysCommand.self,
      LogCommand.self,
      PolicyCommand.self,
      RebuildCommand.self,
      ReleaseCommand.self,
      RestoreCommand.self,
      RetentionCommand.self,
      RightsCommand.self,
      ScenarioCommand.self,
      SegmentCommand.self,
      ServeCommand.self,
      SQLCommand.self,
    ])

  /// Runs the command that the arguments ask for.
  ///
  /// The usage helps with arguments that cannot be read or do not go together. What is found wrong
  /// later, while the command runs, is told alone: the library would show the usage of the whole
  /// program after it, which says nothing about the mistake.
  static func main() async {
    do {
      let command = try await asyncParseAsRoot()
      do {
        try await run(command)
      } catch let mistake as ValidationError {
        printError(mistake.message)
        throw ExitCode.validationFailure
      }
    } catch {
      if exitCode(for: error) == .validationFailure,
        Language.asked(in: CommandLine.arguments) == .nl
      {
        let message = fullMessage(for: error)
        if !message.isEmpty { printError(DutchUsage.translated(message)) }
        exit(withError: ExitCode.validationFailure)
      }
      exit(withError: error)
    }
  }

  private static func run(_ command: any ParsableCommand) async throws {
    if var waiting = command as? any AsyncParsableCommand {
      try await waiting.run()
    } else {
      var command = command
      try command.run()
    }
  }
}
