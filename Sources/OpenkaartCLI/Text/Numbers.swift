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

  /// An amount of euros, as people write it.
  func price(_ cents: Int) -> String {
    let (whole, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return "€ \(cents < 0 ? "-" : "")\(number(Int(whole)))\(self == .nl ? "," : ".")"
      + (rest < 10 ? "0" : "") + "\(rest)"
  }
}
