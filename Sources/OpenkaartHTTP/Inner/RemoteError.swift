/// Why a command could not work by way of the server that owns the data.
public enum RemoteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Somebody owns the folder, and nobody listens on its socket.
  case silent(socket: String)
  /// The server answered no.
  case refused(code: String, message: String)
  /// The answer broke off.
  case broken

  public var description: String {
    switch self {
    case .silent(let socket):
      "Nobody answers on \(socket). Wait until the other command is done, or stop it."
    case .refused(let code, let message): "\(message) (\(code))"
    case .broken:
      "The server stopped before it had answered. Start it again, and run the command again."
    }
  }
}

extension RemoteError {
  /// What a refusal says to the owner, who has no fields to look into: the mistakes themselves if there are any.
  static func message(
    title: String, detail: String?, mistakes: [String], accepts: [String], next: String
  ) -> String {
    guard mistakes.isEmpty else { return mistakes.joined(separator: " ") }
    let step = accepts.isEmpty ? next : "Choose from: \(accepts.joined(separator: ", "))."
    return [title, detail ?? "", step].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
