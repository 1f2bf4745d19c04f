import HTTPTypes
import Hummingbird

/// What every answer tells the browser not to do.
///
/// - SeeAlso: OWASP ASVS 5.0, 3.4.
struct SecurityHeaders: Sendable {
  /// Whether senders reach us by TLS, here or at the proxy before us.
  let isSecure: Bool

  func write(to response: inout Response, of request: Request) {
    let ancestors = response.headers[.frameAncestors]
    response.headers[.frameAncestors] = nil
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
      + "base-uri 'none'; frame-ancestors \(ancestors ?? "'none'")"
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.referrerPolicy] = "no-referrer"
    if response.headers[.resourcePolicy] == nil {
      response.headers[.resourcePolicy] = "same-origin"
    }
    response.headers[.openerPolicy] = "same-origin"
    if isSecure {
      response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
    }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
  }
}
