import HTTPTypes

extension Call {
  /// Refuses a form that another site has a browser send.
  ///
  /// Every browser of the last years says where a request comes from; one that says nothing must at
  /// least name our own host as the origin.
  ///
  /// - SeeAlso: Fetch Metadata; OWASP ASVS 5.0, 3.5.1.
  func checkOrigin() throws(Problem) {
    if let site = headers[.fetchSite] {
      guard site == "same-origin" || site == "none" else { throw Problem(.requestCrossSite) }
      return
    }
    let origin = headers[.origin] ?? ""
    guard origin == "https://\(authority)" || origin == "http://\(authority)" else {
      throw Problem(.requestCrossSite)
    }
  }
}

extension Call {
  /// What the page says was just done: only where a form of ours led here, not a link of another site.
  var done: String? {
    guard headers[.fetchSite].map({ $0 == "same-origin" }) ?? true else { return nil }
    return query["done"]
  }
}

extension HTTPField.Name {
  static let fetchSite = constant("Sec-Fetch-Site")
}
