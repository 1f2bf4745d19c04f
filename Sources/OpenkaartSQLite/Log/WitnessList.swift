public import OpenkaartCore
internal import TransparencyLog

/// Who is asked to sign the log too, as a file in the form of tlog-policy says.
///
/// The same file, with a line for the log, is what others check receipts by.
///
/// - SeeAlso: C2SP tlog-policy.
public struct WitnessList: Sendable {
  let witnesses: [Listed]
  /// The list without its logs.
  private let text: [UInt8]

  /// A witness that can be asked.
  struct Listed: Sendable {
    let name: String
    let key: VerifierKey
    /// Where it takes checkpoints.
    let place: String
  }

  /// Why a list cannot be used, and what to do about it.
  public struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do, for people.
    public let message: LocalizedText

    public var description: String { message.en }
  }

  /// Reads a list.
  ///
  /// - Throws: ``Mistake`` at the first one.
  public init(parsing bytes: [UInt8]) throws(Mistake) {
    do throws(FormatError) {
      // What it asks of the form holds from here on.
      _ = try TrustPolicy(parsing: bytes)
    } catch {
      // What the package of auditors says of the form is in English only.
      throw Mistake(message: LocalizedText(nl: error.description, en: error.description))
    }
    var (witnesses, text): ([Listed], [UInt8]) = ([], [])
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let words = line.split { $0 == 0x20 || $0 == 0x09 }
        .map { String(decoding: $0, as: UTF8.self) }
      if words.first != "log" { text += line + [UInt8(ascii: "\n")] }
      guard words.first == "witness", words.count == 4,
        let key = try? VerifierKey(parsing: words[2].utf8)
      else { continue }
      guard let place = Self.place(at: words[3]) else {
        throw Mistake(
          message: LocalizedText(
            nl: "\(words[3]) is geen adres van een getuige. Het begint met https://, of op deze "
              + "machine met http://127.0.0.1 of http://localhost.",
            en:
              "\(words[3]) is no address of a witness. It begins with https://, or on this machine "
              + "with http://127.0.0.1 or http://localhost."))
      }
      witnesses.append(Listed(name: words[1], key: key, place: place))
    }
    guard !witnesses.isEmpty else {
      throw Mistake(
        message: LocalizedText(
          nl: "Geen getuige heeft een adres. Schrijf het aan het eind van zijn regel: "
            + "witness NAME KEY https://witness.example",
          en: "No witness has an address. Write it at the end of its line: "
            + "witness NAME KEY https://witness.example"))
    }
    (self.witnesses, self.text) = (witnesses, text)
  }

  /// Whom to believe about one log, and how many of the witnesses it takes.
  func policy(for log: VerifierKey) throws(FormatError) -> TrustPolicy {
    try TrustPolicy(parsing: Array("log \(log)\n".utf8) + text)
  }

  private static let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"]

  /// Where a witness with this address takes checkpoints; `nil` when it is no such address.
  static func place(at address: String) -> String? {
    var text = address
    while text.hasSuffix("/") { text.removeLast() }
    let rest: Substring
    if text.hasPrefix("https://") {
      rest = text.dropFirst(8)
    } else if let own = here.first(where: { text == $0 || text.hasPrefix($0 + ":") }) {
      rest = text.dropFirst(7)
      let port = text.dropFirst(own.count).drop { $0 == ":" }.prefix { $0 != "/" }
      guard port.isEmpty || UInt16(port) != nil else { return nil }
    } else {
      return nil
    }
    let isPlain = rest.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value < 0x7F && !"?#@\\\"<>".unicodeScalars.contains($0)
    }
    guard isPlain, let first = rest.first, first != "/", first != ":" else { return nil }
    return text + "/add-checkpoint"
  }
}
