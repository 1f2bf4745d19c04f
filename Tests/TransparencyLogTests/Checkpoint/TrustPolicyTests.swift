import Testing
import TransparencyLog

@Suite struct TrustPolicyTests {
  private static let (log, one, two) = (
    TestKeys.log.verifierKey, TestKeys.witness.verifierKey, TestKeys.otherWitness.verifierKey
  )

  private func checkpoint(_ signers: [SigningKey]) throws -> SignedCheckpoint {
    let checkpoint = Checkpoint(origin: Self.log.name, size: 0, root: .emptyRoot)
    var signed = try SignedCheckpoint(checkpoint, signedBy: signers[0])
    for key in signers.dropFirst() {
      signed = signed.adding(try key.signature(on: checkpoint.text, at: 1_767_225_600))
    }
    return signed
  }

  private func verdict(_ quorum: String, _ signers: [SigningKey]) throws -> TrustError? {
    let policy = try TrustPolicy(
      parsing: """
        # Who keeps the log, and who watches it.
        log \(Self.log) https://log.example/

        witness A \(Self.one)
        \twitness B \(Self.two) https://two.example
        group both all A B
        \(quorum)

        """.utf8)
    do {
      let verified = try checkpoint(signers).verified(by: policy)
      #expect(verified.signatures.count == signers.count)
      return nil
    } catch let error as TrustError {
      return error
    }
  }

  @Test func `a quorum is met by enough witnesses`() throws {
    let (log, one, two) = (TestKeys.log, TestKeys.witness, TestKeys.otherWitness)
    #expect(try verdict("quorum none", [log]) == nil)
    #expect(try verdict("quorum A", [log]) == .quorumNotReached)
    #expect(try verdict("quorum A", [log, two]) == .quorumNotReached)
    #expect(try verdict("quorum A", [log, one]) == nil)
    #expect(try verdict("quorum both", [log, one]) == .quorumNotReached)
    #expect(try verdict("quorum both", [log, one, one]) == .quorumNotReached)
    #expect(try verdict("quorum both", [log, one, two]) == nil)
    #expect(try verdict("group some any both\nquorum some", [log, one, two]) == nil)
    #expect(try verdict("quorum none", [one, two]) == .unknownLog(Self.log.name))
  }

  @Test func `a log signs for its own origin only`() throws {
    let policy = TrustPolicy(logs: [Self.log, TestKeys.otherLog.verifierKey])
    #expect(throws: TrustError.noKnownKey) {
      try checkpoint([TestKeys.otherLog]).verified(by: policy)
    }
  }

  @Test(arguments: [
    ("", "quorum none"), ("log KEY\n", "no quorum line"), ("quorum none", "newline"),
    ("quorum A\n", "no witness or group A"), ("quorum none\nquorum none\n", "already"),
    ("log WITNESS\nquorum none\n", "type"), ("witness A KEY\nquorum A\n", "type"),
    ("log KEY\nlog KEY\nquorum none\n", "already"), ("witness none WITNESS\nquorum none\n", "none"),
    ("witness A WITNESS\nwitness A OTHER\nquorum A\n", "already"),
    ("witness A WITNESS\nwitness B WITNESS\nquorum A\n", "already"),
    ("witness A WITNESS\ngroup G 2 A\nquorum G\n", "1 to 1"),
    ("witness A WITNESS\ngroup G 0 A\nquorum G\n", "1 to 1"),
    ("witness A WITNESS\ngroup G 01 A\nquorum G\n", "1 to 1"),
    ("witness A WITNESS\ngroup G any A A\nquorum G\n", "already"),
    ("witness A WITNESS\ngroup G any\nquorum G\n", "reads"),
    ("group G any G\nquorum G\n", "defined"),
    ("log name+00000000+AAAA\nquorum none\n", "key"), ("logs KEY\nquorum none\n", "it reads"),
    ("quorum none\r\n", "control"), ("quorum \u{7F}\n", "control"),
  ])
  func `a mistake is told`(text: String, problem: String) {
    let policy = text.replacing("KEY", with: "\(Self.log)")
      .replacing("WITNESS", with: "\(Self.one)").replacing("OTHER", with: "\(Self.two)")
    let error = #expect(throws: FormatError.self) { try TrustPolicy(parsing: policy.utf8) }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
  }
}
