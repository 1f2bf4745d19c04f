public import OpenkaartCore

/// Why a command could not work by way of the server that owns the data.
public enum RemoteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Somebody owns the folder, and nobody listens on its socket.
  case silent(socket: String)
  /// The server answered no.
  case refused(code: String, message: LocalizedText)
  /// The answer broke off.
  case broken

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .silent(let socket):
      LocalizedText(
        nl: "Op \(socket) antwoordt niemand. Wacht tot de andere opdracht klaar is, of stop die.",
        en: "Nobody answers on \(socket). Wait until the other command is done, or stop it.")
    case .refused(let code, let message):
      LocalizedText(nl: "\(message.nl) (\(code))", en: "\(message.en) (\(code))")
    case .broken:
      LocalizedText(
        nl:
          "De server stopte voor hij had geantwoord. Start hem weer, en geef de opdracht opnieuw.",
        en: "The server stopped before it had answered. Start it again, and run the command again.")
    }
  }

  public var description: String { message.en }
}

extension RemoteError {
  /// What a refusal says to the owner, who has no fields to look into: the mistakes themselves if there are any.
  static func message(
    title: String, detail: String?, mistakes: [String], accepts: [String], next: String,
    in language: Language
  ) -> String {
    guard mistakes.isEmpty else { return mistakes.joined(separator: " ") }
    let choose = LocalizedText(nl: "Kies uit", en: "Choose from")[language]
    let step = accepts.isEmpty ? next : "\(choose): \(accepts.joined(separator: ", "))."
    return [title, detail ?? "", step].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
