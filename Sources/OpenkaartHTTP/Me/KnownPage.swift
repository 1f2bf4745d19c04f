import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/known`: every value, from where, since when, what for and how long.
struct KnownPage {
  let page: MePage
  private let words: Words
  private let names: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("known")
    names = page.words("names")
  }

  /// At most so many facts of one category stand on the page.
  private static let mostFacts = 8

  func response() -> Response {
    var frame = page.frame(words("title"), at: "/me/known", tab: .known)
    frame.notice = page.doneNotice("known", ["saved": "savedText", "address": "mailedText"])
      .map { notice in
        var notice = notice
        notice.heading = words(notice.lines == [words("savedText")] ? "saved" : "mailed")
        return notice
      }
    return page.pages.response(
      "known", frame,
      [
        "categories": page.policy.dataCategories.map { section($0) } + others,
        "receivers": receivers.isEmpty ? false as Any : ["rows": receivers.map(\.view)],
        "nobody": words("receivedNone", ["controller": page.policy.controller.name]),
      ])
  }

  // MARK: Categories

  private func section(_ category: DataCategory) -> [String: Any] {
    let values = page.card.attributes.filter { category.attributes.contains($0.name) }
    let points = page.card.identifiers.filter { category.identifiers.contains($0.type.name) }
    let facts = page.card.timeline.filter { category.kinds.contains($0.fact.content.kind) }
      .filter { $0.fact.content.kind != .described && $0.fact.content.kind != .contacted }
    var rows = points.map { row($0) } + values.map { row($0) }
    rows += facts.prefix(Self.mostFacts).map { row($0.fact) }
    let hidden = facts.count - Self.mostFacts
    return [
      "name": names.name(category.id), "special": category.isSpecial && !rows.isEmpty,
      "list": rows.isEmpty ? false as Any : ["rows": rows.map(\.view)],
      "hidden": hidden > 0 ? words("more", ["count": "\(hidden)"]) as Any : false,
      "use": [
        "isOpen": false, "summary": words("why"), "lines": purposes(of: category),
      ],
    ]
  }

  /// Values that no category of the policy names.
  private var others: [[String: Any]] {
    let known = Set(page.policy.dataCategories.flatMap(\.attributes))
    let rows = page.card.attributes.filter { !known.contains($0.name) }.map { row($0) }
    guard !rows.isEmpty else { return [] }
    return [
      [
        "name": names("otherData"), "special": false, "list": ["rows": rows.map(\.view)],
        "hidden": false,
        "use": ["isOpen": false, "summary": words("why"), "lines": [words("whyNone")]],
      ]
    ]
  }

  private func purposes(of category: DataCategory) -> [String] {
    let lines = page.policy.purposes.filter { $0.dataCategories.contains(category.id) }.map {
      words(
        "whyLine",
        [
          "purpose": $0.label[page.language],
          "period": $0.retention?.words[page.language] ?? words("whyAlways"),
        ])
    }
    return lines.isEmpty ? [words("whyNone")] : lines
  }

  private func row(_ attribute: CustomerCard.Attribute) -> SummaryRow {
    let day = Day(iso: attribute.value).map { page.day(page.zone.start(of: $0)) }
    return SummaryRow(
      name: names.name(attribute.name), value: day ?? names.name(attribute.value),
      notes: [from(attribute.source, attribute.since)],
      action: .init(name: words("correct"), link: "/me/known/\(attribute.name)"))
  }

  private func row(_ identifier: Identifier) -> SummaryRow {
    let first = page.card.timeline.last { entry in
      var isNamed = false
      entry.fact.forEachOwnIdentifier { if $0 == identifier { isNamed = true } }
      return isNamed
    }
    var notes = first.map { [from($0.fact.id.source, $0.fact.placedAt)] } ?? []
    let replaced = page.card.replacedAddresses[identifier]
    if let replaced { notes.append(words("replaced", ["day": page.day(replaced)])) }
    let isChangeable = identifier.type == .email && replaced == nil
    return SummaryRow(
      name: names.name(identifier.type.name), value: identifier.value, notes: notes,
      action: isChangeable ? .init(name: words("correct"), link: "/me/address") : nil)
  }

  private func from(_ source: String, _ since: Timestamp) -> String {
    words("from", ["source": page.sourceName(source), "day": page.day(since)])
  }

  private func row(_ fact: Fact) -> SummaryRow {
    SummaryRow(
      name: fact.content.kind.label[page.language].firstLetterUp, value: content(of: fact),
      notes: [
        words(
          "onDay", ["day": page.day(fact.placedAt), "source": page.sourceName(fact.id.source)])
      ])
  }

  private func content(of fact: Fact) -> String {
    switch fact.content {
    case .purchased(let purchase):
      purchase.lines.map { line in
        let product = line.product ?? line.productLine.map { names.name($0) }
        guard let cents = line.priceCents else { return product ?? words("someProduct") }
        return words(
          "bought", ["product": product ?? words("someProduct"), "price": page.price(cents)])
      }.joined(separator: "; ")
    case .complained(_, let about): about ?? ""
    case .promised(let promise): promise.what ?? ""
    case .answered(let question, let answer): "\(question): \(answer)"
    case .behaved(let event, _): event
    case .responded(let response): names.name(response.kind.rawValue)
    case .preferred(let preference):
      preference.topics.sorted { $0.key < $1.key }.map {
        "\(names.name($0.key)): \(names($0.value ? "true" : "false"))"
      }.joined(separator: ", ")
    default: ""
    }
  }

  // MARK: Receivers

  private var receivers: [SummaryRow] {
    page.policy.purposes.flatMap { purpose in
      purpose.recipients.map { recipient in
        let isAllowed = page.card.permissions.contains {
          $0.purpose == purpose.id && $0.hasConsent
        }
        return SummaryRow(
          name: names.recipient(recipient),
          value: words("receivedFor", ["purpose": purpose.label[page.language]]),
          notes: lastUse(purpose).map { [words("receivedLast", ["day": page.day($0)])] } ?? [],
          tag: Tag(
            label: words(isAllowed ? "receivedYes" : "receivedNo"), look: isAllowed ? .wait : .plain
          ))
      }
    }
  }

  /// When data was last used for a purpose.
  private func lastUse(_ purpose: Purpose) -> Timestamp? {
    page.uses.first { $0.kind == .used && $0.purpose == purpose.id }?.at
  }

  // MARK: Correcting

  /// The page on which one value is changed; `nil` when there is no such value.
  func correct(_ name: String, typed: String? = nil, mistake: String? = nil) -> Response? {
    guard let attribute = page.card.attributes.first(where: { $0.name == name }) else { return nil }
    let path = "/me/known/\(name)"
    var frame = page.frame(
      words("correctTitle", ["name": names.name(name)]), at: path, tab: .known)
    frame.trail = .init(name: words("title"), link: "/me/known")
    if let mistake { frame.mistakes = [.init(id: "value", text: words(mistake))] }
    let field = Field(
      id: "value", label: words("value"),
      hint: words("correctHint", ["value": names.name(attribute.value)]),
      error: mistake.map { words($0) }, value: typed ?? attribute.value)
    return page.pages.response(
      "correct", frame,
      [
        "action": path, "token": page.visitor.formToken, "field": field.view,
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }
}

extension Fact {
  /// Calls `body` with the identifiers that this fact says are the person's.
  fileprivate func forEachOwnIdentifier(_ body: (Identifier) -> Void) {
    for identifier in subject { body(identifier) }
    if case .described(let description) = content {
      for identifier in description.identifiers { body(identifier) }
    }
  }
}

extension String {
  /// The same text, its first letter a capital.
  var firstLetterUp: String { prefix(1).uppercased() + dropFirst() }
}
