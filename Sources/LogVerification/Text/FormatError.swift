/// A text or file that is not in the form its specification asks for.
public struct FormatError: Error, Hashable, Sendable {
  /// What should have been read, as people call it.
  public enum Format: String, Hashable, Sendable {
    case checkpoint, proof, receipt, tile
    case entry = "log entry"
    case entryBundle = "entry bundle"
    case note = "signed note"
    case policy = "trust policy"
    case signingKey = "signing key"
    case verifierKey = "verifier key"
    case witnessRequest = "add-checkpoint request"
  }

  /// What should have been read.
  public let format: Format
  /// The line that is wrong, counted from 1; `nil` where there are no lines or none is to blame.
  public let line: Int?
  /// What is wrong with it, as the end of a sentence.
  public let problem: String

  package init(_ format: Format, line: Int? = nil, _ problem: String) {
    self.format = format
    self.line = line
    self.problem = problem
  }
}

extension FormatError: CustomStringConvertible {
  /// For people.
  public var description: String {
    let place = line.map { ", line \($0)" } ?? ""
    return "This is not a well-formed \(format.rawValue)\(place): \(problem)."
  }
}
