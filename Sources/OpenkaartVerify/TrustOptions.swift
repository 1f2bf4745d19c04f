import ArgumentParser
import LogVerification
import LogVerificationFiles

/// Whose signatures are believed.
struct TrustOptions: ParsableArguments {
  @Option(help: "The verifier key of the log: name+id+key. Can be given more than once.")
  var key: [String] = []

  @Option(help: "A file with the keys of logs and witnesses, and how many witnesses must sign.")
  var policy: String?

  func validate() throws {
    guard key.isEmpty != (policy == nil) else {
      throw ValidationError("Say whom to believe: either --key, or --policy.")
    }
  }

  func trustPolicy() throws -> TrustPolicy {
    if let policy { return try TrustPolicy(parsing: InputFile.read(policy)) }
    return TrustPolicy(logs: try key.map { try VerifierKey(parsing: $0.utf8) })
  }
}

/// Files that are named on the command line.
enum InputFile {
  private static let mostBytes = 1 << 26

  static func read(_ path: String) throws -> [UInt8] {
    guard let bytes = try DurableFile.read(path, atMost: mostBytes) else {
      throw LogFileError.last(at: path)
    }
    return bytes
  }
}
