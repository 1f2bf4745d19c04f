import Foundation
public import OpenkaartCore

/// Reads the key of permits from a file that only its owner may read.
public enum PermitKeyFile {
  /// Why there is no key to work with; no message holds anything of the file.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(String)
    case notAFile(String)
    case openToOthers(String)
    case wrongSize(String)

    public var code: String {
      switch self {
      case .unreadable: "permitKey.unreadable"
      case .notAFile: "permitKey.notAFile"
      case .openToOthers: "permitKey.openToOthers"
      case .wrongSize: "permitKey.wrongSize"
      }
    }

    /// What is wrong and what to do, for people.
    public var message: LocalizedText {
      switch self {
      case .unreadable(let path):
        LocalizedText(
          nl:
            "Het sleutelbestand \(path) is niet te lezen. Kijk of het er is en of u het mag lezen.",
          en:
            "The key file \(path) cannot be read. Check that it is there and that you may read it.")
      case .notAFile(let path):
        LocalizedText(
          nl: "\(path) is geen gewoon bestand. Schrijf de sleutel in een bestand van zichzelf.",
          en: "\(path) is no ordinary file. Write the key to a file of its own.")
      case .openToOthers(let path):
        LocalizedText(
          nl:
            "Anderen mogen het sleutelbestand \(path) lezen of schrijven. Maak een nieuwe sleutel, "
            + "en houd die voor uzelf met `chmod 600 \(path)`.",
          en:
            "Others may read or write the key file \(path). Make a new key, and keep it to yourself "
            + "with `chmod 600 \(path)`.")
      case .wrongSize(let path):
        LocalizedText(
          nl: "In het sleutelbestand \(path) moeten \(PermitKey.leastBytes) tot "
            + "\(PermitKeyFile.mostBytes) willekeurige bytes staan. Maak het met "
            + "`(umask 077; head -c 32 /dev/urandom > \(path))`.",
          en:
            "The key file \(path) must hold \(PermitKey.leastBytes) to \(PermitKeyFile.mostBytes) "
            + "random bytes. Make it with `(umask 077; head -c 32 /dev/urandom > \(path))`.")
      }
    }

    public var description: String { message.en }
  }

  /// More is no key but a mistake.
  static let mostBytes = 1024

  /// Reads the key: all bytes of the file.
  ///
  /// - Throws: ``Failure`` when it cannot be read, when its mode lets anybody but its owner in, or
  ///   when it is too short or too long.
  public static func read(path: String) throws(Failure) -> PermitKey {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable(path) }
    defer { try? handle.close() }
    // Of the file that is open, so that nobody can put another in its place between the two.
    var status = stat()
    guard fstat(handle.fileDescriptor, &status) == 0 else { throw .unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path) }
    guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path) }
    let data: Data?
    do {
      data = try handle.read(upToCount: mostBytes + 1)
    } catch {
      throw .unreadable(path)
    }
    let bytes = [UInt8](data ?? Data())
    guard bytes.count <= mostBytes, let key = PermitKey(bytes) else { throw .wrongSize(path) }
    return key
  }
}
