import Foundation
import HummingbirdTLS
import NIOCore
public import OpenkaartCore

/// Why the server cannot start, and what to do about it.
public enum ServerError: Error, CustomStringConvertible {
  case portInUse
  case portForbidden
  case addressUnknown(String)
  case socketPathTooLong(path: String, most: Int)
  case certificate(file: String)
  case privateKey(file: String)
  case listen(code: Int32)
  case policyUnusable(version: String)

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .portInUse, .portForbidden, .addressUnknown, .listen: addressMessage
    case .socketPathTooLong(let path, let most):
      LocalizedText(
        nl: """
          De naam van de socket \(path) heeft meer dan \(most) tekens, en dat neemt het systeem niet \
          aan. Zet de gegevens in een map met een kortere naam.
          """,
        en: """
          The name of the socket \(path) has more than \(most) characters, which the system does not \
          take. Put the data in a folder with a shorter name.
          """)
    case .certificate(let file):
      LocalizedText(
        nl:
          "Het certificaat \(file) is niet te lezen. Het moet een keten in PEM zijn, met dat van de "
          + "server eerst.",
        en: "The certificate \(file) cannot be read. It must be a chain in PEM, the server's own "
          + "first.")
    case .privateKey(let file):
      LocalizedText(
        nl:
          "De privésleutel \(file) is niet te lezen. Die moet in PEM zijn, en bij het certificaat "
          + "horen.",
        en: "The private key \(file) cannot be read. It must be in PEM, and belong to the "
          + "certificate.")
    case .policyUnusable(let version):
      LocalizedText(
        nl: """
          Het beleid \(version), dat in gebruik genomen is, kan deze versie niet gebruiken. Herstel \
          het, en neem het in gebruik: openkaart policy apply policy.yaml --data DIR --lang nl
          """,
        en: """
          The policy \(version), which was applied, cannot be used by this version. Mend the policy, \
          and apply it: openkaart policy apply policy.yaml --data DIR
          """)
    }
  }

  /// Why nobody can be listened to.
  private var addressMessage: LocalizedText {
    switch self {
    case .portInUse:
      LocalizedText(
        nl:
          "Op deze poort luistert een ander programma. Stop dat, of geef een andere poort: --port 0 "
          + "neemt een vrije.",
        en: "Another program listens on this port. Stop it, or give another port: --port 0 takes a "
          + "free one.")
    case .portForbidden:
      LocalizedText(
        nl:
          "Deze gebruiker mag niet op zo'n lage poort luisteren. Geef een poort vanaf 1024, en een "
          + "proxy ervoor.",
        en: "This user may not listen on so low a port. Give a port from 1024, and a proxy before "
          + "it.")
    case .addressUnknown(let address):
      LocalizedText(
        nl:
          "Deze machine heeft geen adres \(address). Geef er een dat zij heeft, zoals 127.0.0.1 of "
          + "0.0.0.0.",
        en: "This machine has no address \(address). Give one it has, such as 127.0.0.1 or 0.0.0.0."
      )
    case .listen(let code):
      LocalizedText(
        nl: "De server kan niet luisteren (code \(code)).",
        en: "The server cannot listen (code \(code)).")
    default: message
    }
  }

  public var description: String { message.en }

  init(_ error: IOError, settings: ServerSettings) {
    self =
      switch error.errnoCode {
      case EADDRINUSE: .portInUse
      case EACCES, EPERM: .portForbidden
      case EADDRNOTAVAIL: .addressUnknown(settings.address)
      default: .listen(code: error.errnoCode)
      }
  }

  /// What the system takes as the name of a socket, less the zero at its end.
  private static let longestSocketPath = 107

  static func check(socketPath: String) throws(ServerError) {
    guard socketPath.utf8.count <= longestSocketPath else {
      throw .socketPathTooLong(path: socketPath, most: longestSocketPath)
    }
  }

  static func configuration(
    of files: ServerSettings.TLSFiles
  ) throws(ServerError) -> TLSConfiguration {
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
    } catch {
      throw .certificate(file: files.certificate)
    }
    let key: NIOSSLPrivateKey
    do {
      key = try NIOSSLPrivateKey(file: files.key, format: .pem)
    } catch {
      throw .privateKey(file: files.key)
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    return configuration
  }
}
