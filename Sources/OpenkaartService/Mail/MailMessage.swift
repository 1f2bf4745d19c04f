public import OpenkaartCore

/// One message to one person.
public struct MailMessage: Hashable, Sendable {
  /// Its own name, by which a message that is handed over twice is known as one.
  public let id: String
  public let from: MailAddress
  public let to: MailAddress
  public let subject: String
  public let text: String
  public let html: String?
  public let at: Timestamp
  /// The address at which one click ends messages like this; none for what is no mailing.
  ///
  /// - SeeAlso: RFC 8058.
  public let unsubscribeURL: String?

  /// Makes a message.
  ///
  /// The id is letters and digits that no other message has, random if absent. The address to
  /// unsubscribe is `https` without spaces; anything else is left out.
  public init(
    id: String? = nil, from: MailAddress, to: MailAddress, subject: String, text: String,
    html: String? = nil, at: Timestamp, unsubscribeURL: String? = nil
  ) {
    self.id = id ?? CustomerID.random().text
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.at = at
    self.unsubscribeURL = unsubscribeURL.flatMap { url in
      let isPlain = url.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ">") }
      return isPlain && url.hasPrefix("https://") && url.utf8.count <= 900 ? url : nil
    }
  }

  /// The message as it goes out.
  public var outgoing: OutgoingMail {
    OutgoingMail(id: id, from: from.address, to: to.address, bytes: MailText(self).bytes)
  }
}

/// A message as it goes out: whom it is from and to, and its bytes.
public struct OutgoingMail: Hashable, Sendable {
  public let id: String
  public let from: String
  public let to: String
  /// The message by RFC 5322, its lines ended by CR and LF.
  public let bytes: [UInt8]

  public init(id: String, from: String, to: String, bytes: [UInt8]) {
    self.id = id
    self.from = from
    self.to = to
    self.bytes = bytes
  }
}
