/// How characters are written as bytes.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  /// Latin-1 and what Windows added to it.
  case windows1252 = "windows-1252"
}
