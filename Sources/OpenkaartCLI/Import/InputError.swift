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

  var description: String {
    switch self {
    case .content(let path, let error): "\(path): \(error)"
    case .notWritten(let path): "The file \(path) cannot be written."
    case .rejectsNotWritten(let path):
      "Refused rows cannot be written to \(path). Say where else with --rejects FILE; what was taken "
        + "in stays."
    case .mappings(let tables, let mappings):
      "Each file that is not NDJSON needs a mapping. Such files: \(tables); mappings: \(mappings). "
        + "Give a --map for each, in the order of --facts. To have one proposed: "
        + "openkaart import FILE --guess"
    case .document(let path, let error): "\(path): \(error)"
    case .mapping(let path, let diagnostics):
      diagnostics.map {
        "\(path):\($0.position.line):\($0.position.column): \($0.message) \($0.remedy)"
      }.joined(separator: "\n")
    case .table(let path, let error): "\(path): \(error)"
    case .zone(let path, let zone):
      "\(path): the time zone `\(zone)` is not known here. Write it as `Europe/Amsterdam`."
    case .tooLarge(let path):
      "\(path): more than 2 GiB came through the pipe. Write it to a file and give that."
    case .exportMoment(let path):
      "\(path): the mapping needs to know when the file was made. Give --exported-at."
    }
  }
}
