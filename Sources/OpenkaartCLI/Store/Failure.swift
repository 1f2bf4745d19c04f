import ArgumentParser
import OpenkaartFiles
import OpenkaartHTTP
import OpenkaartService

/// Runs a command; what a person can mend is told in one line, and the command exits 1.
func tellingFailures<Value>(_ body: () async throws -> Value) async throws -> Value {
  do {
    return try await body()
  } catch let error where isTold(error) {
    printError("\(error)")
    throw ExitCode(1)
  }
}

/// Whether the text of an error says what to do.
private func isTold(_ error: any Error) -> Bool {
  error is AudienceError || error is PolicyFileError || error is ZoneTableError
    || error is PermitKeyFile.Failure || error is StoreError || error is DeskError
    || error is RemoteError
}
