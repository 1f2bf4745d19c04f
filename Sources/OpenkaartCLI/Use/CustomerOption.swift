import ArgumentParser
import OpenkaartCore

/// The person a command is about.
struct CustomerOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The person, as email:anna@example.nl or customerNumber:1001; `-` reads standard input.",
      valueName: "type:value"))
  var customer: [String]

  /// The identifiers given, on the command line or on standard input.
  func subject() throws -> [Identifier] { try Self.subject(of: customer) }

  /// What `--customer` names.
  static func subject(of customer: [String]) throws -> [Identifier] {
    var words = customer.filter { $0 != "-" }
    if words.count < customer.count {
      while let line = readLine() { words.append(line) }
    }
    let identifiers = try words.filter { !$0.isEmpty }.map { word in
      guard let identifier = Identifier(parsing: word) else {
        throw ValidationError(
          LocalizedText(
            nl: "--customer: schrijf de soort en de waarde, als email:anna@example.nl.",
            en: "--customer: write the type and the value, as email:anna@example.nl."))
      }
      return identifier
    }
    guard !identifiers.isEmpty else {
      throw ValidationError(
        LocalizedText(nl: "--customer: noem de persoon.", en: "--customer: name the person."))
    }
    return identifiers
  }
}
