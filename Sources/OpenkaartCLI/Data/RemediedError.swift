import ArgumentParser
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// An error whose text says what to do; it is shown as it is.
protocol RemediedError: Error, CustomStringConvertible {}

extension AudienceError: RemediedError {}
extension CommandError: RemediedError {}
extension DeskError: RemediedError {}
extension PolicyFileError: RemediedError {}
extension StoreError: RemediedError {}
extension ZoneTableError: RemediedError {}

/// What is wrong with a command beside its words.
enum CommandError: Error, CustomStringConvertible {
  case text(String)

  var description: String {
    switch self {
    case .text(let text): text
    }
  }
}

/// Runs a command; what went wrong is printed with its remedy, and exits 1.
func remedied<Result>(_ body: () async throws -> Result) async throws -> Result {
  do {
    return try await body()
  } catch let error as any RemediedError {
    printError("\(error)")
    throw ExitCode(1)
  }
}
