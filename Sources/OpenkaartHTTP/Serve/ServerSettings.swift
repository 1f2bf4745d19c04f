/// Where the server listens, under which names, and how much it takes.
public struct ServerSettings: Sendable {
  /// The address to listen on; without a word from its owner nobody outside the machine gets in.
  public var address = "127.0.0.1"
  /// The port of every door that has none of its own; 0 takes a free one.
  public var port = 8080
  /// The name or port, or both, of a door.
  public var hosts: [Door: Host] = [:]
  public var tls: TLSFiles?
  /// The addresses of the proxies before us that end TLS and say whom they speak for.
  public var proxies: Set<String> = []
  public var limits = ServerLimits()
  /// Where people outside reach the pages: links in mails begin with `https://klant.example.nl`.
  ///
  /// Without it no link to unsubscribe is given out.
  public var publicAddress: String?
  public var mail = MailSettings()
  /// The sites that may show a form in a frame, such as `https://www.example.nl`.
  public var embedders: [String] = []

  /// The file that lists the witnesses of the log, in the form of tlog-policy; none if `nil`.
  public var witnesses: String?

  public init() {}

  /// How a door is told apart from the others.
  public struct Host: Hashable, Sendable {
    /// The name, as it stands in `Host`; `nil` answers to every name that is not another's.
    public var name: String?
    /// Its own port; `nil` shares the common one.
    public var port: Int?

    public init(name: String? = nil, port: Int? = nil) {
      self.name = name
      self.port = port
    }
  }

  /// Who sends mail, and where it goes.
  public struct MailSettings: Hashable, Sendable {
    /// The sender's address; the controller's from the policy if absent.
    public var from: String?
    /// The folder that takes messages; `mail` in the data folder if absent.
    public var maildir: String?

    public init(from: String? = nil, maildir: String? = nil) {
      self.from = from
      self.maildir = maildir
    }
  }

  /// The files of a certificate, in PEM.
  public struct TLSFiles: Hashable, Sendable {
    public var certificate: String
    public var key: String

    public init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// The port of a door; health has one of its own, so that it can stay inside.
  func port(of door: Door) -> Int {
    if let port = hosts[door]?.port { return port }
    guard door == .health else { return port }
    return port == 0 ? 0 : port == 65_535 ? port - 1 : port + 1
  }

  /// Whether senders reach us by TLS, here or at a proxy.
  var isSecure: Bool { tls != nil || !proxies.isEmpty }
}
