extension PolicyDocument {
  var purposes: String {
    let parts = [
      say(
        "# Waarvoor wij gegevens gebruiken. Wat hier niet staat, mag niet.",
        "# What we use data for. What is not here is not allowed."),
      "purposes:",
      answers.channels.contains(.email) ? newsletter : nil,
      offers, service, taxRecords,
    ]
    return parts.compactMap(\.self).joined(separator: "\n")
  }

  private var consentLasts: String { answers.consentLasts?.text ?? "24 months" }

  private var newsletter: String {
    """
      - id: newsletter
        label: {nl: Nieuwsbrief, en: Newsletter}
        dpv: DirectMarketing
        marketing: true
        basis: [consent]
        channels: [email]
        dataCategories: [contact, preferences]
        notice: marketing
        benefit: {nl: "Als eerste ons nieuws.", en: "Our news first."}
        consent: {doubleOptIn: \(answers.isDoubleOptIn), expiresAfter: \(consentLasts)}
        retention: {keepFor: 24 months, after: lastActivity}
    """
  }

  private var offers: String {
    let channels = answers.channels.map(\.rawValue).joined(separator: ", ")
    return """
        - id: offers
          label: {nl: Aanbiedingen, en: Offers}
          dpv: DirectMarketing
          marketing: true
      \(basisRemark)
          basis: [\(hasSoftOptIn ? "consent, softOptIn" : "consent")]
          channels: [\(channels)]
          dataCategories: [contact, preferences, purchases]
          notice: marketing
          benefit: {nl: "Aanbiedingen die bij u passen.", en: "Offers that suit you."}
          consent: {expiresAfter: \(consentLasts)}
          retention: {keepFor: 24 months, after: lastActivity}
      """
  }

  /// Whether the exception for own customers carries a chosen channel.
  private var hasSoftOptIn: Bool {
    let sectors = ["charity", "charityLottery", "publisher"]
    return answers.channels.contains { channel in
      channel == .email || channel == .sms
        || (channel == .phone && sectors.contains(answers.sector ?? ""))
    }
  }

  private var basisRemark: String {
    let soft = say(
      "    # softOptIn: e-mail en sms aan eigen klanten, over eigen, vergelijkbare producten.",
      "    # softOptIn: e-mail and text messages to own customers, about own, similar products.")
    let interest = say(
      """
          # Brieven kunnen ook op gerechtvaardigd belang: weeg het af, voeg legitimateInterest toe
          # aan basis, en verwijs naar de afweging met `assessment`.
      """,
      """
          # Letters may also rest on legitimate interest: weigh it, add legitimateInterest to basis,
          # and refer to the balancing test with `assessment`.
      """)
    let own = say(
      "    # Alleen wie ja zei, krijgt aanbiedingen.", "    # Only who said yes gets offers.")
    var remarks = [hasSoftOptIn ? soft : own]
    if answers.channels.contains(.post) { remarks.append(interest) }
    return remarks.joined(separator: "\n")
  }

  private var service: String {
    """
      - id: service
        label: {nl: Service en levering, en: Service and delivery}
        dpv: CustomerCare
        basis: [contract]
        channels: [email, sms, phone, post, app]
        dataCategories: [contact, purchases, complaints]
        notice: service
        retention: {keepFor: 24 months, after: lastPurchase}
    """
  }

  private var taxRecords: String {
    """
      - id: taxRecords
        label: {nl: Fiscale administratie, en: Tax records}
        dpv: LegalCompliance
        basis: [legalObligation]
        channels: [none]
        dataCategories: [contact, purchases]
        notice: service
        retention: {keepFor: 84 months, after: endOfBookYear}
    """
  }
}

extension PolicyDocument {
  var rules: String {
    var lines = [
      say(
        "# Onze eigen regels voor marketing. Laat er een weg om hem uit te zetten.",
        "# Our own rules for marketing. Leave one out to switch it off."),
      "rules:",
      "  openComplaint: {}",
      "  brokenPromise: {}",
      "  openRightsRequest: {}",
      "  breachAffected: {}",
      "  priceRegret: {within: 6 months}",
    ]
    if let line = answers.lines.first {
      lines += [
        say(
          "  # Zo lang na een aankoop bieden wij dezelfde soort niet aan:",
          "  # For so long after a purchase we do not offer the same line:"),
        "  # recentlyBought: {\(line.id): 30 days}",
      ]
    }
    if let cap = answers.cap {
      let channels = answers.channels.map(\.rawValue).joined(separator: ", ")
      lines += [
        "  frequency:",
        "    - {channels: [\(channels)], max: \(cap.max), per: \(cap.per.text)}",
      ]
    }
    if let quiet = answers.quiet {
      let channels = answers.disturbingChannels.map(\.rawValue).joined(separator: ", ")
      lines.append(
        "  quietHours: {channels: [\(channels)], from: \"\(quiet.from.text)\", "
          + "to: \"\(quiet.to.text)\"}")
    }
    lines += [
      "  stale: {lastActivityWithin: 24 months}",
      "  contactPoint: {bouncedHard: never, bouncedSoft: 3 in 30 days}",
      "  mergeConflictHold: 72 hours",
    ]
    return lines.joined(separator: "\n")
  }

  var sourcesAndForms: String {
    var parts = [
      """
      \(say("# Welke systemen ons iets vertellen.", "# Which systems tell us things."))
      sources:
        crm: {system: CRM, trust: high}
        web: {system: Website, trust: high}
      """
    ]
    if answers.channels.contains(.email) {
      parts.append(
        """
        \(say("# Wat een formulier vraagt: niet meer dan het doel nodig heeft.",
          "# What a form asks: no more than its purpose needs."))
        forms:
          - id: newsletter-signup
            purpose: newsletter
            fields: [{name: email, necessary: true}, {name: givenName, necessary: false}]
        """)
    }
    if answers.country == "NL" { parts.append("holidays: {calendar: NL}") }
    return parts.joined(separator: "\n\n")
  }
}
