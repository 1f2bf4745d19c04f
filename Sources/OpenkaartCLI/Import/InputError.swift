import OpenkaartConnectors
import OpenkaartCore

/// Why files cannot be read or taken in.
enum InputError: RemediedError {
  case content(path: String, ContentError)
  case notWritten(String)
  case rejectsNotWritten(String)
  case mappings(tables: Int, mappings: Int)
  case document(path: String, DocumentError)
  case mapping(path: String, [Diagnostic])
  case table(path: String, TableError)
  case zone(path: String, String)
  case tooLarge(String)
  case exportMoment(path: String)

  var message: LocalizedText {
    switch self {
    case .content(let path, let error): Self.of(path, error.message)
    case .table(let path, let error): Self.of(path, error.message)
    case .document(let path, let error): Self.of(path, error.located)
    case .mapping(let path, let diagnostics):
      LocalizedText(
        nl: Self.lines(path, diagnostics, in: .nl), en: Self.lines(path, diagnostics, in: .en))
    case .zone(let path, let zone):
      Self.of(
        path,
        LocalizedText(
          nl: "de tijdzone `\(zone)` is hier niet bekend. Schrijf die als `Europe/Amsterdam`.",
          en: "the time zone `\(zone)` is not known here. Write it as `Europe/Amsterdam`."))
    case .tooLarge(let path):
      Self.of(
        path,
        LocalizedText(
          nl: "door de pijp kwam meer dan 2 GiB. Schrijf het naar een bestand en geef dat.",
          en: "more than 2 GiB came through the pipe. Write it to a file and give that."))
    case .exportMoment(let path):
      Self.of(
        path,
        LocalizedText(
          nl: "de mapping moet weten wanneer het bestand gemaakt is. Geef --exported-at.",
          en: "the mapping needs to know when the file was made. Give --exported-at."))
    case .notWritten, .rejectsNotWritten, .mappings: askedMessage
    }
  }

  /// What is wrong with what was asked, not with a file.
  private var askedMessage: LocalizedText {
    switch self {
    case .rejectsNotWritten(let path):
      LocalizedText(
        nl: "Geweigerde rijen kunnen niet in \(path) worden geschreven. Zeg met --rejects BESTAND "
          + "waar dan wel; wat is opgenomen blijft.",
        en:
          "Refused rows cannot be written to \(path). Say where else with --rejects FILE; what was "
          + "taken in stays.")
    case .mappings(let tables, let mappings):
      LocalizedText(
        nl: "Elk bestand dat geen NDJSON is, heeft een mapping nodig. Zulke bestanden: \(tables); "
          + "mappings: \(mappings). Geef voor elk een --map, in de volgorde van --facts. Laat er een "
          + "voorstellen: openkaart import BESTAND --guess --lang nl",
        en: "Each file that is not NDJSON needs a mapping. Such files: \(tables); mappings: "
          + "\(mappings). Give a --map for each, in the order of --facts. To have one proposed: "
          + "openkaart import FILE --guess")
    case .notWritten(let path):
      LocalizedText(
        nl: "Het bestand \(path) kan niet worden geschreven.",
        en: "The file \(path) cannot be written.")
    default: message
    }
  }

  private static func of(_ path: String, _ text: LocalizedText) -> LocalizedText {
    LocalizedText(nl: "\(path): \(text.nl)", en: "\(path): \(text.en)")
  }

  private static func lines(
    _ path: String, _ diagnostics: [Diagnostic], in language: Language
  ) -> String {
    diagnostics.map {
      "\(path):\($0.position.line):\($0.position.column): \($0.sentences[language])"
    }.joined(separator: "\n")
  }
}
