import ArgumentParser
import TransparencyLog
import TransparencyLogFiles

struct ProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Check a proof or receipt that an entry is in a log.",
    discussion: """
      Takes a file in the form c2sp.org/tlog-proof@v1. A receipt of Openkaart has in it what was \
      recorded about you and the secret by which the entry can be recognized; it is checked from \
      the record to the signature, and the record is printed. For any other proof say which entry it \
      is about.

      Exits 0 when the entry is in the log, 1 when the proof does not show it, 66 when a file cannot \
      be read.
      """)

  @Argument(help: "The proof.") var file: String
  @OptionGroup var trust: TrustOptions
  @Option(help: "The file with the bytes of the entry; not needed for a receipt.")
  var entry: String?

  func run() throws {
    try Verdict.telling {
      let policy = try trust.trustPolicy()
      let proof = try LogProof(parsing: InputFile.read(file))
      if let entry {
        try check(proof, .leaf(InputFile.read(entry)), by: policy)
      } else {
        guard let extra = proof.extra else {
          throw ValidationError("This proof is no receipt. Give the entry with --entry FILE.")
        }
        let receipt = try Receipt(parsing: extra)
        guard let entry = receipt.entry else { throw TrustError.notCommitted }
        try check(proof, .leaf(entry.bytes), by: policy)
        show(receipt)
      }
    }
  }

  private func check(_ proof: LogProof, _ leaf: MerkleHash, by policy: TrustPolicy) throws {
    let head = try proof.verified(leaf: leaf, by: policy)
    print(Verdict.text(of: head))
    print("The entry is in the log, at index \(proof.index).")
  }

  private func show(_ receipt: Receipt) {
    if let batch = receipt.batch {
      print("It stands for \(batch.size) records; this is number \(batch.index) (from 0).")
    }
    print("Recorded at \(receipt.seconds) (seconds since 1970), type \(receipt.type):")
    // What a record says must not steer the terminal.
    print(
      String(
        String.UnicodeScalarView(
          String(decoding: receipt.record, as: UTF8.self).unicodeScalars.map {
            $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0
          })))
  }
}
