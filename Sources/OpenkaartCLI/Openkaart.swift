import ArgumentParser

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
}
