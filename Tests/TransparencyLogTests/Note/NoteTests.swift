import Foundation
import Testing
import TransparencyLog

@Suite struct NoteTests {
  @Test(arguments: [TestKeys.log, TestKeys.witness])
  func `any part of a verifier key, or one byte changed, is refused`(key: SigningKey) throws {
    let text = Array(key.verifierKey.description.utf8)
    #expect(try VerifierKey(parsing: text) == key.verifierKey)
    for start in text.indices {
      for end in start...text.count where end - start < text.count {
        #expect(throws: FormatError.self) { try VerifierKey(parsing: text[start..<end]) }
      }
    }
    for index in text.indices {
      var other = text
      other[index] &+= 1
      #expect(throws: FormatError.self) { try VerifierKey(parsing: other) }
    }
  }

  @Test func `a note with any bit changed is refused`() throws {
    let text = Array("One line.\n\nAnd another — with a dash.\n".utf8)
    let note = SignedNote(text: text, signatures: [try TestKeys.log.signature(on: text, at: 0)])
    let keys = [TestKeys.log.verifierKey]
    let read = try SignedNote(parsing: note.bytes)
    #expect(read.text == text)
    #expect(try read.verified(by: keys).map(\.key) == keys)
    for bit in 0..<note.bytes.count * 8 {
      #expect(throws: (any Error).self, "bit \(bit)") {
        try SignedNote(parsing: note.bytes.flipping(bit: bit)).verified(by: keys)
      }
    }
  }

  @Test func `names that look alike are two names`() {
    #expect(Name("café") != Name("cafe\u{301}"))
    #expect(Name("café").canNameKey)
    for text in ["", "a b", "a+b", "a\u{A0}b", "a\u{2003}b", "a\nb", "a\u{1}b"] {
      #expect(!Name(text).canNameKey, "\(text)")
    }
  }

  @Test func `a cosignature says when, and later times are refused`() throws {
    let text = Array("log\n1\nroot\n".utf8)
    let keys = [TestKeys.witness.verifierKey]
    let latest = UInt64(Int64.max)
    let signature = try TestKeys.witness.signature(on: text, at: latest)
    let note = SignedNote(text: text, signatures: [signature])
    #expect(try note.verified(by: keys).first?.time == latest)
    #expect(throws: TrustError.self) {
      var line = signature.line
      let time = String(decoding: line, as: UTF8.self).split(separator: " ")[2]
      var bytes = try #require(Base64.bytes(in: time.utf8.dropLast()))
      bytes[4] |= 0x80
      line = Array("— \(TestKeys.witness.verifierKey.name) ".utf8) + Base64.text(of: bytes) + [0x0A]
      _ = try SignedNote(parsing: text + [0x0A] + line).verified(by: keys)
    }
  }

  @Test func `base64 is that of others, and has one form`() {
    var random = SeededRandom(seed: 8)
    for count in 0..<70 {
      let bytes = random.bytes(count)
      let text = Base64.text(of: bytes)
      #expect(String(decoding: text, as: UTF8.self) == Data(bytes).base64EncodedString())
      #expect(Base64.bytes(in: text) == bytes)
    }
    for text in [
      "A", "AA", "AAA", "AB==", "AAB=", "A===", "====", "AA=A", "AA==AA==", "AAA\n", "AA-_",
    ] {
      #expect(Base64.bytes(in: text.utf8) == nil, "\(text)")
    }
  }

  @Test func `a signing key of another name or type is refused`() throws {
    let text = TestKeys.log.secretText
    #expect(try SigningKey(parsing: text.utf8).verifierKey == TestKeys.log.verifierKey)
    for wrong in [
      text.replacing("log.example", with: "lag.example"), text + "A", String(text.dropFirst()),
      text.replacing("PRIVATE", with: "private"), "PRIVATE+KEY+",
    ] {
      let error = #expect(throws: FormatError.self) { try SigningKey(parsing: wrong.utf8) }
      #expect(error?.description.contains(text.suffix(20)) == false)
    }
  }
}
