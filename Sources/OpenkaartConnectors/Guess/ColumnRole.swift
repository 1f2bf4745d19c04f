/// What a column seems to hold.
public enum ColumnRole: String, Hashable, Sendable, CaseIterable {
  // Who.
  case customerNumber, loyaltyCard, email, phone
  /// The number that only this system gives.
  case sourceId
  // What they are like.
  case givenName, initials, middleName, familyNamePrefix, familyName, name, salutation, gender
  case birthDate, language, timeZone, personType, company
  case street, houseNumber, houseNumberAddition, postalCode, city, region, country
  // When.
  case createdAt, modifiedAt
  // What they bought.
  case order, orderedAt, product, productLine, quantity, unitPrice
  /// Whether, when or how somebody agreed or refused: never read without being asked.
  case consent
  /// A citizen number: never read at all.
  case citizenNumber
  case none

  /// Whether several columns may have it.
  var isShared: Bool {
    switch self {
    case .email, .phone, .consent, .citizenNumber, .none: true
    default: false
    }
  }

  /// The attribute it becomes.
  var attribute: String? {
    switch self {
    case .givenName, .initials, .middleName, .familyNamePrefix, .familyName, .name, .salutation,
      .gender, .birthDate, .language, .timeZone, .personType, .street, .houseNumber,
      .houseNumberAddition, .postalCode, .city, .region, .country:
      rawValue
    case .company: "companyName"
    default: nil
    }
  }

  var isDate: Bool {
    self == .birthDate || self == .createdAt || self == .modifiedAt || self == .orderedAt
  }
}
