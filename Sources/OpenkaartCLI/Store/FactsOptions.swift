import ArgumentParser
import OpenkaartCore

/// Where the facts of a question are: in a data folder, or in files.
struct FactsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The data folder; its own policy decides.", valueName: "folder"))
  var data: String?
  @Option(
    name: .customLong("facts"), parsing: .upToNextOption,
    help: "Files with facts, CSV or NDJSON, instead of a data folder.")
  var files: [String] = []
  @Option(parsing: .upToNextOption, help: "The mappings of the CSV files, in the same order.")
  var map: [String] = []
  @Option(help: "The policy file, with --facts (default: policy.yaml).") var policy: String?

  func validate() throws {
    if data == nil, files.isEmpty {
      throw ValidationError(
        LocalizedText(
          nl:
            "Zeg waar de feiten zijn: --data MAP of --facts BESTAND.",
          en: "Say where the facts are: --data FOLDER for a store, or --facts FILE for files."))
    }
    if data != nil, !files.isEmpty || !map.isEmpty || policy != nil {
      throw ValidationError(
        LocalizedText(
          nl:
            "--data vraagt het aan een map. Laat --facts, --map en --policy weg.",
          en:
            "--data asks a store, under the policy applied to it: leave out --facts, --map, --policy."
        ))
    }
  }
}
