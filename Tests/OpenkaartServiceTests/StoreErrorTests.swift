import OpenkaartCore
import OpenkaartService
import Testing

/// Why a store cannot do what was asked, for people.
struct StoreErrorTests {
  private static let flaws: [StoreError.BackupFlaw] = [
    .noManifest, .otherKind, .damaged, .otherStore, .olderThanData, .keysMissing,
  ]

  static let errors: [StoreError] =
    [
      .inUse(folder: "/shop", process: 7), .inUse(folder: "/shop", process: nil),
      .diskFull(folder: "/shop"), .notWritable(folder: "/shop"), .missing(folder: "/shop"),
      .corrupt(file: "/shop"), .keyringMissing(file: "/shop"), .newerFormat(file: "/shop"),
      .unsafe(file: "/shop", setting: "synchronous"), .failed(file: "/shop", code: 5),
      .logUnsafe(folder: "/shop", .stateMissing), .restoreOverData(folder: "/shop"),
    ] + flaws.map { .backupUnusable(folder: "/shop", why: $0) }

  @Test(arguments: errors)
  func `it is told in both languages, with the place and the next step`(_ error: StoreError) {
    let (nl, en) = (error.message.nl, error.message.en)
    #expect(nl != en)
    for text in [nl, en] {
      #expect(text.contains("/shop"))
      #expect(!text.contains("\n") && !text.contains("  "))
    }
    for word in [" the ", " is in use", "backup of"] { #expect(!nl.contains(word)) }
    #expect(error.description == en)
  }

  @Test func `a closed store says so in both languages`() {
    #expect(
      StoreError.closed.message
        == LocalizedText(
          nl: "De gegevens zijn gesloten. Open ze opnieuw.",
          en: "The store was closed. Open it again."))
  }
}
