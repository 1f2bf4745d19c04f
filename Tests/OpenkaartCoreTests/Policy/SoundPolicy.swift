import OpenkaartCore
import OpenkaartFiles

/// A small policy without a single remark; tests break it in one place.
let soundPolicy = """
  controller:
    name: Example
    entity: example-bv
    sector: retail
    country: NL
    languages: [nl, en]
    contact: {email: privacy@example.nl}
    dpo: {name: Officer, email: fg@example.nl}
    authority: Autoriteit Persoonsgegevens
  dataCategories:
    contact:
      attributes: [givenName, postalCode]
      identifiers: [email, phone]
      kinds: [described, contacted]
    age: {attributes: [birthDate]}
    purchases: {kinds: [purchased, returned]}
    wellbeing: {attributes: [mobilityNeeds], special: true}
  register:
    categoriesOfPeople: [customers]
    transfers: []
    security: {nl: Versleuteld., en: Encrypted.}
  notices:
    - id: marketing
      versions:
        - {version: 1, validFrom: 2024-01-01, recipients: [], data: [contact], text: {nl: Een., en: One.}}
        - version: 2
          validFrom: 2026-01-01
          recipients: [partner]
          data: [contact, purchases]
          text: {nl: Twee., en: Two.}
    - id: service
      versions:
        - {version: 1, validFrom: 2024-01-01, data: [contact, purchases, wellbeing, age], text: {nl: Hulp., en: Help.}}
  purposes:
    - id: offers
      label: {nl: Aanbod, en: Offers}
      dpv: DirectMarketing
      marketing: true
      basis: [consent, softOptIn]
      channels: [email, phone]
      dataCategories: [contact, purchases]
      notice: marketing
      benefit: {nl: Korting., en: Discount.}
      consent: {doubleOptIn: true, expiresAfter: 24 months}
      retention: {keepFor: 24 months, after: lastActivity}
    - id: letters
      label: {nl: Brieven, en: Letters}
      marketing: true
      basis: [legitimateInterest]
      channels: [post]
      dataCategories: [contact]
      assessment: LIA-1
      notice: marketing
      retention: {keepFor: 12 months, after: lastPurchase}
    - id: sharing
      label: {nl: Delen, en: Sharing}
      marketing: true
      basis: [consent]
      channels: [none]
      dataCategories: [contact]
      recipients: [partner]
      notice: marketing
      benefit: {nl: Gemak., en: Ease.}
      consent: {expiresAfter: 12 months}
      retention: {keepFor: 12 months, after: consent}
    - id: delivery
      label: {nl: Bezorgen, en: Delivery}
      basis: [contract]
      channels: [email, phone]
      dataCategories: [contact, purchases]
      notice: service
      retention: {keepFor: 24 months, after: lastPurchase}
      validFrom: 2024-01-01
      validTo: 2030-12-31
    - id: advice
      label: {nl: Advies, en: Advice}
      basis: [consent]
      channels: [email]
      dataCategories: [contact, wellbeing, age]
      notice: service
      benefit: {nl: Goed advies., en: Good advice.}
      consent: {explicit: true, expiresAfter: 12 months, minimumAge: 16}
      retention: {keepFor: 12 months, after: consent}
  topics: [news]
  productLines:
    cars: {label: {nl: Auto's, en: Cars}, competesWith: [lease]}
    lease: {label: {nl: Lease, en: Lease}}
  rules:
    openComplaint: {}
    brokenPromise:
    openRightsRequest: true
    breachAffected: false
    recentlyBought: {cars: 36 months}
    priceRegret: {within: 6 months}
    frequency:
      - {channels: [email], max: 4, per: 7 days}
    quietHours: {channels: [phone], from: "21:00", to: "09:00"}
    stale: {lastActivityWithin: 24 months}
    contactPoint: {bouncedHard: never, bouncedSoft: 3 in 30 days, unverified: never}
    mergeConflictHold: 72 hours
  sources:
    crm: {system: CRM, trust: high, tells: [purchased, consented]}
  forms:
    - id: signup
      purpose: offers
      fields:
        - {name: email, necessary: true}
        - {name: givenName, necessary: false}
    - id: order
      purpose: delivery
      fields: [{name: postalCode, necessary: true}]
  holidays: {calendar: NL}
  """

/// Reads and checks a policy from its text.
func checked(_ text: String) throws -> PolicyReading {
  PolicyCheck.reading(of: try YAMLReader.node(in: text))
}

extension String {
  /// The text with one part replaced, which must stand in it exactly once.
  func breaking(_ part: String, into other: String) throws -> String {
    let pieces = split(separator: part, omittingEmptySubsequences: false)
    guard pieces.count == 2 else { throw NotOnce(part: part, times: pieces.count - 1) }
    return "\(pieces[0])\(other)\(pieces[1])"
  }

  /// The number of the first line that holds `part`, from 1.
  func line(of part: String) -> Int? {
    split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains(part) }.map { $0 + 1 }
  }
}

struct NotOnce: Error {
  let part: String
  let times: Int
}
