import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast this machine decides and keeps facts.",
    subcommands: [
      BenchGate.self, BenchPeople.self, BenchStore.self, BenchImport.self,
      BenchAudience.self, BenchErasure.self, BenchRelease.self, BenchLog.self,
    ])
}
