import ArgumentParser
import Foundation
import OpenkaartCore

extension ValidationError {
  /// A mistake in the arguments, told in the language that they ask for.
  ///
  /// Arguments are validated before a command can be asked for its language.
  init(_ text: LocalizedText) {
    self.init(text[.asked(in: CommandLine.arguments)])
  }
}

extension Language {
  /// The language that arguments ask for by `--lang`; English when they name none.
  static func asked(in arguments: [String]) -> Language {
    for (index, argument) in arguments.enumerated() {
      guard argument.hasPrefix("--lang") else { continue }
      let value =
        argument == "--lang"
        ? arguments.dropFirst(index + 1).first
        : argument.split(separator: "=").last.map(String.init)
      if let language = value.flatMap(Language.init(rawValue:)) { return language }
    }
    return .en
  }
}
