import ArgumentParser
import LogVerification
import LogVerificationFiles

struct ProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Check a proof or receipt that an entry is in a log.",
    discussion: """
      Takes a file in the form c2sp.org/tlog-proof@v1. A receipt of Openkaart has in it what was \
      recorded about you and the secret by which the entry can be recognized; it is checked from \
      the record to the signature, and the record is printed. For any other proof say which entry it \
      is about. Exits 0 when the entry is in the log.
      """)

  @Argument(help: "The proof.") var file: String
  @OptionGroup var trust: TrustOptions
  @Option(help: "The file with the bytes of the entry; not needed for a receipt.")
  var entry: String?

  func run() throws {
    try Verdict.telling {
      let policy = try trust.trustPolicy()
      let proof = try LogProof(parsing: InputFile.read(file))
      let receipt = entry == nil ? try proof.extra.map { try Receipt(parsing: $0) } : nil
      guard let bytes = try entry.map(InputFile.read) ?? receipt.map(entry(of:)) else {
        throw ValidationError("This proof is no receipt. Give the entry with --entry FILE.")
      }
      print(Verdict.text(of: try proof.verified(leaf: .leaf(bytes), by: policy)))
      print("The entry is in the log, at index \(proof.index).")
      if let receipt { show(receipt) }
    }
  }

  private func entry(of receipt: Receipt) throws -> [UInt8] {
    guard let entry = receipt.entry else { throw TrustError.notCommitted }
    return entry.bytes
  }

  private func show(_ receipt: Receipt) {
    if let batch = receipt.batch {
      print("It stands for \(batch.size) records; this is number \(batch.index) (from 0).")
    }
    print("Recorded at \(receipt.seconds) (seconds since 1970), type \(receipt.type):")
    // What a record says must not steer the terminal.
    let scalars = String(decoding: receipt.record, as: UTF8.self).unicodeScalars.map {
      $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0
    }
    print(String(String.UnicodeScalarView(scalars)))
  }
}
