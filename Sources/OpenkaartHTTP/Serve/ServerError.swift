import Foundation
import HummingbirdTLS
import NIOCore

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

  public var description: String {
    switch self {
    case .portInUse:
      "Another program listens on this port. Stop it, or give another port: --port 0 takes a free one."
    case .portForbidden:
      "This user may not listen on so low a port. Give a port from 1024, and a proxy before it."
    case .addressUnknown(let address):
      "This machine has no address \(address). Give one it has, such as 127.0.0.1 or 0.0.0.0."
    case .socketPathTooLong(let path, let most):
      """
      The name of the socket \(path) has more than \(most) characters, which the system does not \
      take. Put the data in a folder with a shorter name.
      """
    case .certificate(let file):
      "The certificate \(file) cannot be read. It must be a chain in PEM, the server's own first."
    case .privateKey(let file):
      "The private key \(file) cannot be read. It must be in PEM, and belong to the certificate."
    case .policyUnusable(let version):
      """
      The policy \(version), which was applied, cannot be used by this version. Mend the policy, and \
      apply it: openkaart policy apply policy.yaml --data DIR
      """
    case .listen(let code): "The server cannot listen (code \(code))."
    }
  }

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
