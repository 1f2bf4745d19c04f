extension Timeline<Description.Attribute> {
  /// The latest value of an attribute that counts, and its entry; of equal moments a missing value
  /// comes first, then the smaller text.
  func latest(_ name: String, at moment: Timestamp) -> (value: String?, at: Timestamp, fact: Int32)?
  {
    var found: (value: String?, at: Timestamp, fact: Int32)?
    for entry in entries(at: moment).reversed() {
      if let found, entry.at < found.at { break }
      guard entry.value.name == name else { continue }
      let value = entry.value.value
      if let current = found {
        guard let known = current.value else { continue }
        if let value, value >= known { continue }
      }
      found = (value, entry.at, entry.fact)
    }
    return found
  }

  /// Every latest value of an attribute: more than one when several have the same moment.
  func latestValues(_ name: String, at moment: Timestamp) -> [String?] {
    var values: [String?] = []
    var latest: Timestamp?
    for entry in entries(at: moment).reversed() {
      if let latest, entry.at < latest { break }
      guard entry.value.name == name else { continue }
      latest = entry.at
      values.append(entry.value.value)
    }
    return values
  }

  /// The birth date; of several at one moment the youngest.
  func birthDate(at moment: Timestamp) -> Day? {
    latestValues("birthDate", at: moment).compactMap { $0.flatMap { Day(iso: $0) } }.max()
  }
}
