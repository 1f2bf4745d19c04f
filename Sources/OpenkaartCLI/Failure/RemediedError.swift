import ArgumentParser
import OpenkaartCore
import OpenkaartFiles
import OpenkaartHTTP
import OpenkaartService

/// An error whose text says what to do; it is shown as it is.
protocol RemediedError: Error {
  /// What is wrong, and what to do.
  var message: LocalizedText { get }
}

extension DeskError: RemediedError {}
extension DocumentError: RemediedError {}
extension InterviewAnswers.Failure: RemediedError {}
extension NewFile.Failure: RemediedError {}
extension PermitKeyFile.Failure: RemediedError {}
extension PolicyFileError: RemediedError {}
extension RemoteError: RemediedError {}
extension ServerError: RemediedError {}
extension StoreError: RemediedError {}
extension ZoneTableError: RemediedError {}

/// What is wrong with a command beside its words.
enum CommandError: RemediedError {
  case text(LocalizedText)

  var message: LocalizedText {
    switch self {
    case .text(let text): text
    }
  }
}

/// Runs a command; what a person can mend is told with its remedy, and the command exits 1.
func tellingFailures<Value>(
  in language: Language, _ body: () async throws -> Value
) async throws -> Value {
  do {
    return try await body()
  } catch let error as any RemediedError {
    printError(error.message[language])
    throw ExitCode(1)
  }
}
