import ArgumentParser
import Glibc
import TransparencyLog

struct KeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make the key of a witness.",
    discussion: """
      Writes the secret key to a new file that only you may read, and prints the verifier key. A \
      file that is there is never written over.
      """)

  @Argument(help: "The name of the witness; by custom an address without https://.")
  var name: String
  @Option(help: "The file for the secret key.") var key: String

  func run() throws {
    var random = SystemRandomNumberGenerator()
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    guard let signer = SigningKey(name: Name(name), type: .cosignature, seed: seed) else {
      throw ValidationError("A name has no spaces and no plus signs.")
    }
    let file = open(key, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw KeyFileError.unwritable(key, String(cString: strerror(errno))) }
    defer { close(file) }
    let text = Array("\(signer.secretText)\n".utf8)
    guard write(file, text, text.count) == text.count, fsync(file) == 0 else {
      throw KeyFileError.unwritable(key, String(cString: strerror(errno)))
    }
    print(signer.verifierKey)
  }
}
