extension PurposeWords {
  /// The house rules that hold for marketing, one sentence each.
  var ruleLines: [String] {
    careLines + offerLines + pressureLines + reachLines
  }

  private var careLines: [String] {
    let rules = policy.rules
    var lines: [String] = []
    if rules.openComplaint {
      lines.append(
        say("Niet zolang een klacht open staat.", "Not while a complaint is open."))
    }
    if rules.brokenPromise {
      lines.append(
        say(
          "Niet zolang wij een afspraak niet hebben goedgemaakt.",
          "Not while a promise of ours is broken and not made good."))
    }
    if rules.openRightsRequest {
      lines.append(
        say(
          "Niet zolang een verzoek over privacy open staat.",
          "Not while a request about privacy is open."))
    }
    if rules.breachAffected {
      lines.append(
        say(
          "Niet zolang de klant last heeft van een datalek bij ons.",
          "Not while the customer is affected by a data breach of ours."))
    }
    return lines
  }

  private var offerLines: [String] {
    let rules = policy.rules
    var lines = rules.recentlyBought.map { rule in
      let line = policy.productLines.first { $0.id == rule.line }?.label[language] ?? rule.line
      return say(
        "Geen aanbod van \(line.onOneLine) tot \(rule.span.words.nl) na zo'n aankoop.",
        "No offer of \(line.onOneLine) until \(rule.span.words.en) after such a purchase.")
    }
    if let span = rules.priceRegret {
      lines.append(
        say(
          "Nooit binnen \(span.words.nl) goedkoper aanbieden wat de klant al kocht.",
          "Never offer for less what the customer bought, within \(span.words.en)."))
    }
    return lines
  }

  private var pressureLines: [String] {
    let rules = policy.rules
    var lines = rules.frequency.filter { concerns($0.channels) }.map { cap in
      let count =
        cap.max == 1
        ? say("1 bericht", "1 message") : say("\(cap.max) berichten", "\(cap.max) messages")
      return say(
        "Hoogstens \(count) in \(cap.per.words.nl) via \(names(cap.channels)).",
        "At most \(count) in \(cap.per.words.en) over \(names(cap.channels)).")
    }
    if let quiet = rules.quietHours, concerns(quiet.channels) {
      let from = quiet.hours.from.text
      let to = quiet.hours.to.text
      lines.append(
        say(
          "Niet tussen \(from) en \(to) via \(names(quiet.channels)).",
          "Not between \(from) and \(to) over \(names(quiet.channels))."))
    }
    return lines
  }

  private var reachLines: [String] {
    let rules = policy.rules
    var lines: [String] = []
    if let span = rules.staleAfter {
      lines.append(
        say(
          "Niet als wij al \(span.words.nl) niets van de klant hoorden.",
          "Not if we have heard nothing from the customer for \(span.words.en)."))
    }
    if rules.contactPoint?.stopsAtHardBounce == true {
      lines.append(
        say(
          "Niet naar een adres of nummer dat niet meer bestaat.",
          "Not to an address or number that no longer exists."))
    }
    if let soft = rules.contactPoint?.softBounces {
      let (nl, en) = (soft.window.words.nl, soft.window.words.en)
      lines.append(
        soft.count == 1
          ? say(
            "Niet naar een adres waar 1 bericht in \(nl) terugkwam.",
            "Not to an address from which 1 message came back in \(en).")
          : say(
            "Niet naar een adres waar \(soft.count) berichten in \(nl) terugkwamen.",
            "Not to an address from which \(soft.count) messages came back in \(en)."))
    }
    if rules.contactPoint?.requiresVerified == true {
      lines.append(
        say(
          "Alleen naar een adres of nummer dat de klant heeft bevestigd.",
          "Only to an address or number that the customer confirmed."))
    }
    if let hold = rules.mergeConflictHold {
      lines.append(
        say(
          "Pas \(hold.words.nl) nadat twee verschillende profielen zijn samengevoegd.",
          "Only \(hold.words.en) after two profiles that differ were joined."))
    }
    return lines
  }

  /// Whether a rule about `channels` touches a channel of this purpose.
  private func concerns(_ channels: [Channel]) -> Bool {
    channels.isEmpty || purpose.channels.contains { channels.contains($0) }
  }

  private func names(_ channels: [Channel]) -> String {
    guard !channels.isEmpty else { return say("alle kanalen samen", "all channels together") }
    return channels.map { $0.words[language] }.joined(in: language)
  }
}
