import Glibc
import TransparencyLog
import TransparencyLogFiles

/// Why there is no key to sign with; no message holds anything of the file.
enum KeyFileError: Error, CustomStringConvertible {
  case unreadable(String)
  case unwritable(String, String)
  case openToOthers(String)
  case notOfWitness(String)

  var description: String {
    switch self {
    case .unreadable(let path): "There is no key file \(path). Make one with keygen."
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)."
    case .openToOthers(let path):
      "Others may read \(path). Make a new key, and keep it to yourself with `chmod 600`."
    case .notOfWitness(let path): "\(path) holds a key of a log. Make one of a witness with keygen."
    }
  }
}

/// The file with the secret key of a witness.
enum KeyFile {
  static func read(_ path: String) throws -> SigningKey {
    var status = stat()
    guard stat(path, &status) == 0, let bytes = try DurableFile.read(path, atMost: 1024) else {
      throw KeyFileError.unreadable(path)
    }
    guard status.st_mode & 0o077 == 0 else { throw KeyFileError.openToOthers(path) }
    let key = try SigningKey(parsing: bytes.prefix { $0 != UInt8(ascii: "\n") })
    guard key.verifierKey.type == .cosignature else { throw KeyFileError.notOfWitness(path) }
    return key
  }
}
