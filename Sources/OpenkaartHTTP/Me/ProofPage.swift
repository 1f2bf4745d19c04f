import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/records/{number}`: what one record says, and how anybody checks it without us.
struct ProofPage {
  let page: MePage
  let record: OwnRecord
  let receipt: EntryReceipt
  /// The key by which the log is checked; `nil` when it is gone.
  let key: String?

  func response() -> Response {
    let words = page.words("records")
    let path = "/me/records/\(record.number)"
    var frame = page.frame(
      words("proofTitle", ["number": "\(record.running)"]), at: path, tab: .uses)
    frame.trail = .init(name: words("title"), link: "/me/records")
    let command =
      "openkaart-verify proof entry-\(record.number).tlog-proof --key '\(key ?? "")'"
    return page.pages.response(
      "proof", frame,
      [
        "lead": words("proofLead", ["controller": page.policy.controller.name]),
        "facts": ["rows": rows(words).map(\.view)],
        "record": String(decoding: receipt.record, as: UTF8.self),
        "signed": receipt.proof.map { proof in
          [
            "link": "\(path)/proof", "command": command,
            "proof": String(decoding: proof, as: UTF8.self),
          ] as Any
        } ?? false,
      ])
  }

  private func rows(_ words: Words) -> [SummaryRow] {
    [
      SummaryRow(name: words("what"), value: RecordWords(page).what(record)),
      SummaryRow(name: words("when"), value: page.zone.text(of: record.at, in: page.language)),
      SummaryRow(name: words("ownNumber"), value: "\(record.running)"),
      SummaryRow(name: words("entry"), value: "\(record.number)"),
      SummaryRow(name: words("key"), value: key ?? words("keyGone")),
    ]
  }

  /// The proof as a file; `nil` while the entry is not signed.
  var file: Response? {
    guard let proof = receipt.proof else { return nil }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/plain; charset=utf-8",
        .contentDisposition: "attachment; filename=\"entry-\(record.number).tlog-proof\"",
      ], body: .init(byteBuffer: ByteBuffer(bytes: proof)))
  }
}
