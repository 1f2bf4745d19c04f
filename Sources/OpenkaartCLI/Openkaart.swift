import ArgumentParser

@main
struct Openkaart: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openkaart", abstract: "Ask before every use of customer data.",
    subcommands: [
      InitCommand.self, PolicyCommand.self,
      AudienceCommand.self,
      BenchCommand.self,
    ])
}
