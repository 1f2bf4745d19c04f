public import OpenkaartCore
import OpenkaartService

extension ServerSettings {
  /// Reads a configuration; what it does not name keeps its default.
  ///
  /// - Throws: ``DocumentError`` at the first mistake, with its line.
  public init(reading node: Node) throws(DocumentError) {
    self.init()
    let fields = try BodyFields(
      node, of: LocalizedText(nl: "De configuratie", en: "The configuration"),
      known: [
        "address", "port", "hosts", "tls", "proxies", "limits", "publicAddress", "mail",
        "embedders", "witnesses",
      ])
    address = try fields.text("address") ?? address
    port = try fields.number("port", in: 0...65_535) ?? port
    witnesses = try fields.text("witnesses")
    proxies = Set(try fields.texts("proxies") ?? [])
    if let node = fields.value("hosts") { hosts = try Self.hosts(node) }
    if let node = fields.value("tls") { tls = try Self.tls(node) }
    if let node = fields.value("limits") { limits = try Self.limits(node) }
    if let text = try fields.text("publicAddress") {
      publicAddress = try Self.origin(text, "publicAddress", fields)
    }
    for text in try fields.texts("embedders") ?? [] {
      embedders.append(try Self.origin(text, "embedders", fields))
    }
    if let node = fields.value("mail") { mail = try Self.mail(node) }
  }

  /// `https` and a host, or `http` to this machine; nothing behind it.
  private static func origin(
    _ text: String, _ key: String, _ fields: BodyFields
  ) throws(DocumentError) -> String {
    let address = text.hasSuffix("/") ? String(text.dropLast()) : text
    let local = ["http://localhost", "http://127.0.0.1"]
    let rest =
      address.hasPrefix("https://")
      ? address.dropFirst(8) : local.contains(where: address.hasPrefix) ? address.dropFirst(7) : ""
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    let isOrigin =
      parts.first.map(isName) == true && parts.count <= 2
      && (parts.count == 1 || portNumber(parts[1]) != nil)
    guard isOrigin else {
      throw fields.wrong(
        key, fields.value(key) ?? fields.node,
        LocalizedText(
          nl: "gemaakt van adressen als https://klant.example.nl, zonder pad,",
          en: "made of addresses such as https://klant.example.nl, without a path"))
    }
    return address
  }

  private static func mail(_ node: Node) throws(DocumentError) -> MailSettings {
    let fields = try BodyFields(
      node, of: LocalizedText(nl: "`mail`", en: "`mail`"), known: ["from", "maildir"])
    let settings = MailSettings(
      from: try fields.text("from"), maildir: try fields.text("maildir"))
    if let from = settings.from, MailAddress(from) == nil, let value = fields.value("from") {
      throw fields.wrong(
        "from", value,
        LocalizedText(
          nl: "een e-mailadres, zoals privacy@example.nl,",
          en: "an e-mail address, such as privacy@example.nl"))
    }
    return settings
  }

  private static func hosts(_ node: Node) throws(DocumentError) -> [Door: Host] {
    let fields = try BodyFields(
      node, of: LocalizedText(nl: "`hosts`", en: "`hosts`"), known: Door.allCases.map(\.rawValue))
    var hosts: [Door: Host] = [:]
    for door in Door.allCases {
      guard let value = fields.value(door.rawValue) else { continue }
      guard let host = host(value) else {
        throw fields.wrong(
          door.rawValue, value,
          LocalizedText(
            nl: "een naam, een poort of beide, zoals api.example.nl:8443,",
            en: "a name, a port, or both, such as api.example.nl:8443"))
      }
      hosts[door] = host
    }
    return hosts
  }

  private static func host(_ node: Node) -> Host? {
    switch node.content {
    case .number(let text):
      return portNumber(text).map { Host(port: $0) }
    case .string(let text):
      if let port = portNumber(text) { return Host(port: port) }
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard let name = parts.first, isName(name), parts.count <= 2 else { return nil }
      guard parts.count == 2 else { return Host(name: name.lowercased()) }
      return portNumber(parts[1]).map { Host(name: name.lowercased(), port: $0) }
    default: return nil
    }
  }

  private static func portNumber(_ text: some StringProtocol) -> Int? {
    guard let port = Int(text), 0...65_535 ~= port else { return nil }
    return port
  }

  private static func isName(_ name: Substring) -> Bool {
    !name.isEmpty && name.utf8.count <= 253
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-".unicodeScalars.contains($0))
      }
  }

  private static func tls(_ node: Node) throws(DocumentError) -> TLSFiles {
    let fields = try BodyFields(
      node, of: LocalizedText(nl: "`tls`", en: "`tls`"), known: ["certificate", "key"])
    guard let certificate = try fields.text("certificate") else {
      throw fields.missing(
        "certificate",
        LocalizedText(
          nl: "geef het bestand met de certificaatketen, in PEM",
          en: "give the file with the certificate chain, in PEM"))
    }
    guard let key = try fields.text("key") else {
      throw fields.missing(
        "key",
        LocalizedText(
          nl: "geef het bestand met de privésleutel, in PEM",
          en: "give the file with the private key, in PEM"))
    }
    return TLSFiles(certificate: certificate, key: key)
  }

  private static func limits(_ node: Node) throws(DocumentError) -> ServerLimits {
    let fields = try BodyFields(
      node, of: LocalizedText(nl: "`limits`", en: "`limits`"),
      known: [
        "batchBytes", "bodyBytes", "bodySeconds", "idleSeconds", "connections", "requests",
        "heldBytes", "wholeBaseQuestions", "requestsPerMinute", "refusalsPerMinute",
      ])
    var limits = ServerLimits()
    func set(
      _ key: String, _ place: WritableKeyPath<ServerLimits, Int>, _ range: ClosedRange<Int>
    ) throws(DocumentError) {
      limits[keyPath: place] = try fields.number(key, in: range) ?? limits[keyPath: place]
    }
    try set("batchBytes", \.batchBytes, 1024...(64 << 20))
    try set("bodyBytes", \.bodyBytes, 1024...(8 << 20))
    try set("bodySeconds", \.bodySeconds, 1...3600)
    try set("idleSeconds", \.idleSeconds, 1...3600)
    try set("connections", \.connections, 1...1_000_000)
    try set("requests", \.requests, 1...100_000)
    try set("heldBytes", \.heldBytes, (1 << 20)...(8 << 30))
    try set("wholeBaseQuestions", \.wholeBaseQuestions, 1...64)
    try set("requestsPerMinute", \.requestsPerMinute, 1...1_000_000_000)
    try set("refusalsPerMinute", \.refusalsPerMinute, 1...1_000_000_000)
    return limits
  }
}
