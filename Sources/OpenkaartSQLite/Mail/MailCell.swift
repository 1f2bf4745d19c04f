internal import OpenkaartService

/// A message as bytes: whom it is from, whom it is to, each on a line, and the message itself.
enum MailCell {
  static func bytes(of mail: OutgoingMail) -> [UInt8] {
    Array("\(mail.from)\n\(mail.to)\n".utf8) + mail.bytes
  }

  static func mail(id: String, in bytes: [UInt8]) -> OutgoingMail? {
    let parts = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return OutgoingMail(
      id: id, from: String(decoding: parts[0], as: UTF8.self),
      to: String(decoding: parts[1], as: UTF8.self), bytes: Array(parts[2]))
  }
}
