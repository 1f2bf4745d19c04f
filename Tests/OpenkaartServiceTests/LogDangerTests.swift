import OpenkaartCore
import OpenkaartService
import Testing

/// Why a log may not go on, for people.
struct LogDangerTests {
  @Test(arguments: [
    (
      LogDanger.behind(entries: 1, signed: 2),
      "er staat 1 regel in, en er zijn er 2 ondertekend: het is een oudere kopie",
      "it has 1 entry, and 2 were signed: it is an older copy"
    ),
    (
      .behind(entries: 5, signed: 8),
      "er staan 5 regels in, en er zijn er 8 ondertekend: het is een oudere kopie",
      "it has 5 entries, and 8 were signed: it is an older copy"
    ),
    (
      .differs(signed: 1), "de eerste regel is niet de regel die is ondertekend",
      "its first entry is not the one that was signed"
    ),
    (
      .differs(signed: 3), "de eerste 3 regels zijn niet de regels die zijn ondertekend",
      "its first 3 entries are not those that were signed"
    ),
  ])
  func `it is told in both languages`(_ danger: LogDanger, _ nl: String, _ en: String) {
    #expect(danger.message == LocalizedText(nl: nl, en: en))
  }
}
