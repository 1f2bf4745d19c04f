/// A right a person may call upon.
///
/// - SeeAlso: GDPR 15 to 21.
public enum Right: String, Hashable, Sendable, CaseIterable {
  case access, rectification, erasure, restriction, portability, objection
}

/// What an erasure covered.
public enum ErasureScope: Hashable, Sendable {
  /// The person as a whole; also any scope that is not understood.
  case everything
  /// Only these data categories.
  case categories([String])
}

/// An entry of the person in a public register of those who want no post, or who have died.
///
/// - SeeAlso: Code Postfilter 2021.
public struct Listing: Hashable, Sendable {
  public let register: Register
  /// The sectors the entry is about; empty means all.
  public let sectors: [String]
  public let validFrom: Day?
  public let validUntil: Day?

  public init(register: Register, sectors: [String] = [], validFrom: Day?, validUntil: Day?) {
    self.register = register
    self.sectors = sectors
    self.validFrom = validFrom
    self.validUntil = validUntil
  }

  public enum Register: String, Hashable, Sendable, CaseIterable {
    case postfilter
    case overledenen
  }
}
