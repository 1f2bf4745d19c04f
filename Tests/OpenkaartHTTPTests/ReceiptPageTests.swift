import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// A receipt of the log, as a page to print.
struct ReceiptPageTests {
  private func page(_ record: String, in language: Language) throws -> String {
    let head = "openkaart/record/v1\nnumber 3\nprevious -\n\n"
    let receipt = EntryReceipt(
      number: 41, at: Timestamp(milliseconds: 1_790_000_000_000),
      record: Array((head + record).utf8), proof: [1])
    return try ReceiptPage(in: language).html(
      of: receipt, key: "openkaart.log/a/1+ab+Cd", file: "entry-41.tlog-proof")
  }

  @Test func `every kind of entry is told in both languages`() throws {
    for language in Language.allCases {
      for kind in UsageEntry.Kind.allCases.map(\.rawValue) + FactKind.allCases.map(\.rawValue) {
        let html = try page(#"{"at":"2026-11-01T10:00:00Z","kind":"\#(kind)"}"#, in: language)
        #expect(!html.contains("⟦"), "\(kind)")
      }
      for code in ReasonCode.allCases {
        let html = try page(
          #"{"kind":"decided","outcome":"deny","reasons":["\#(code.rawValue)"]}"#, in: language)
        #expect(!html.contains("⟦"), "\(code)")
      }
    }
  }

  @Test func `it says what happened, its number, and how to check it without a network`() throws {
    let html = try page(
      #"{"source":"web","kind":"withdrew","occurredAt":"2026-11-01T10:00:00Z","channel":"email"}"#,
      in: .nl)
    #expect(html.contains("toestemming ingetrokken"))
    #expect(html.contains("bewijs 3 over u"))
    #expect(html.contains("openkaart-verify proof entry-41.tlog-proof --key"))
    #expect(html.contains("openkaart.log/a/1+ab+Cd"))
    #expect(!html.contains("src=") && !html.contains("href=") && !html.contains("<script"))
  }

  @Test func `what was recorded cannot become part of the page`() throws {
    let html = try page(
      #"{"source":"<script>alert(1)</script>","kind":"described"}"#, in: .en)
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;"))
  }
}
