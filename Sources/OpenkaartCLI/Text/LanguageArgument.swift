public import ArgumentParser
public import OpenkaartCore

extension Language: ExpressibleByArgument {}

extension Language {
  /// What a command that is named ends in: whoever reads Dutch goes on in Dutch.
  var ending: String { self == .nl ? " --lang nl" : "" }
}
