import OpenkaartCore
import OpenkaartService

/// What became of an erasure, for people to read.
struct ErasureText {
  let report: ErasureReport
  let language: Language

  var text: String { ([head] + report.items.map(line) + [verdict]).joined(separator: "\n") }

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  private var head: String {
    let name =
      report.number.map { words("Wissing \($0)", "Erasure \($0)") }
      ?? words("Wat wissen zou doen", "What erasing would do")
    return "\(name):"
  }

  private func line(_ item: ErasureReport.Item) -> String {
    let isOne = item.count == 1
    let outcome =
      switch item.outcome {
      case .erased where report.state == .planned:
        isOne ? words("gaat weg", "goes") : words("gaan weg", "go")
      case .erased: words("gewist", "erased")
      case .shared:
        isOne
          ? words("blijft: anderen hebben het ook", "stays: other people have it too")
          : words("blijven: anderen hebben ze ook", "stay: other people have them too")
      case .kept(let ground, let until):
        words(
          "\(isOne ? "blijft" : "blijven") tot en met \(until.iso), op grond van \(ground)",
          "kept through \(until.iso), on the ground of \(ground)")
      }
    return "  \(item.what.text(item.count, language)): \(outcome)"
  }

  private var verdict: String {
    switch report.state {
    case .planned: words("Er is niets gewijzigd.", "Nothing was changed.")
    case .final:
      words(
        "Definitief: ook uit het journaal is het weg, en geen oudere reservekopie kan het nog lezen.",
        "Final: it is gone from the journal too, and no older backup can read it any more.")
    case .notFinal:
      words(
        """
        Nog niet definitief: iets leest nog in de bestanden, of de schijf is vol. Een server die \
        draait, probeert het vanzelf weer. Zelf kan ook: openkaart rights finish --data MAP --lang nl
        """,
        """
        Not final yet: something is still reading the files, or the disk is full. A server that \
        runs tries again by itself. To try now: openkaart rights finish --data DIR
        """)
    }
  }
}

extension ErasureReport.What {
  /// So many of them, in plain words.
  func text(_ count: Int, _ language: Language) -> String {
    switch self {
    case .facts(let part): "\(language.count(count, .facts)) (\(part.label[language]))"
    case .identifiers: language.count(count, .addressesAndNumbers)
    case .rows: language.count(count, .exportRows)
    case .keys: language.count(count, .keys)
    case .mail: language.count(count, .letters)
    }
  }
}
