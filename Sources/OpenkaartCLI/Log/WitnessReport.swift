import OpenkaartCore
import OpenkaartService

/// How far a witness is, for people and for programs.
struct WitnessReport {
  let witness: WitnessStatus
  let language: Language

  init(_ witness: WitnessStatus, _ language: Language) {
    self.witness = witness
    self.language = language
  }

  var text: String {
    var text = "\(witness.name): "
    if let size = witness.size, let at = witness.at {
      let (number, moment) = (
        language.count(Int(clamping: size), .entries), ZoneRules.utc.text(of: at, in: language)
      )
      text +=
        LocalizedText(
          nl: "tekende voor \(number) op \(moment) (UTC)",
          en: "signed for \(number) on \(moment) (UTC)")[language]
    } else {
      text += LocalizedText(nl: "tekende nog niet", en: "has not signed yet")[language]
    }
    if let trouble = witness.trouble { text += "; " + trouble.message[language] }
    return text
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("name")
      json.string(witness.name)
      json.key("key")
      json.string(witness.key)
      json.key("size")
      if let size = witness.size { json.integer(size) } else { json.null() }
      json.key("at")
      if let at = witness.at { json.string(at.rfc3339()) } else { json.null() }
      json.key("trouble")
      if let trouble = witness.trouble { json.string(trouble.code) } else { json.null() }
    }
  }

  /// What to do when a witness has seen another history.
  static func alarm(in folder: String) -> LocalizedText {
    LocalizedText(
      nl: """
        Een getuige zag een andere geschiedenis van dit logboek. Draait er een kopie van deze map, of \
        is een oude teruggezet? Zet alle servers stil behalve één. Vraag de getuige zijn laatste \
        checkpoint, en vergelijk met een kopie van het logboek:
          openkaart-verify mirror \(folder)/log KOPIE --key SLEUTEL
        """,
      en: """
        A witness has seen another history of this log. Is a copy of this folder running, or was an \
        old one put back? Stop all servers but one. Ask the witness for its last checkpoint, and \
        compare with a copy of the log:
          openkaart-verify mirror \(folder)/log COPY --key KEY
        """)
  }
}
