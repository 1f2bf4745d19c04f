import OpenkaartCore

extension Language {
  /// A whole number with its thousands apart.
  func number(_ value: Int) -> String {
    var digits = String(value.magnitude)[...]
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    groups.append(digits)
    return (value < 0 ? "-" : "")
      + groups.reversed().joined(separator: self == .nl ? "." : ",")
  }
}
