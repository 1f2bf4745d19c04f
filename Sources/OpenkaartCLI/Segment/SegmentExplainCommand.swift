import ArgumentParser
import OpenkaartCore
import OpenkaartHTTP
import OpenkaartSegments
import OpenkaartService

struct SegmentExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say whether somebody is in a segment, and why.",
    discussion: """
      Every look is an entry of the log. Exits 0 when they are in it, 3 when not, 2 when nobody is \
      known by these identifiers.

      Example: openkaart segment explain --data shop --segment loyal --customer customerNumber:2001
      """)

  @OptionGroup var folder: SegmentFolder
  @OptionGroup var options: SegmentOptions
  @OptionGroup var customer: CustomerOption

  func validate() throws {
    if options.choice == nil { throw SegmentOptions.missing }
  }

  func run() async throws {
    let subject = try customer.subject()
    var json = JSONWriter()
    json.object { json in
      options.write(to: &json)
      json.key("subject")
      json.object { json in
        for (type, named) in Dictionary(grouping: subject, by: \.type).sorted(by: {
          $0.key < $1.key
        }) {
          json.key(type.name)
          json.array { list in
            for identifier in named { list.string(identifier.value) }
          }
        }
      }
    }
    let (answer, words): (Node, AnswerWords)
    do {
      (answer, words) = try await StoreFolder(path: folder.data, language: folder.lang).openDoor {
        (try await $0.ask("/v1/segments/explain", json.bytes), $1)
      }
    } catch RemoteError.refused("customer.unknown", _) {
      // The API names an address to search at; here there is none.
      printError(folder.words("Niemand is hieronder bekend.", "Nobody is known by this."))
      throw ExitCode(2)
    } catch {
      return try await tellingFailures(in: folder.lang) { throw error }
    }
    if folder.json { folder.printJSON(answer) } else { show(answer, words) }
    if answer["isMember"]?.content != .bool(true) { throw ExitCode(3) }
  }

  private func show(_ answer: Node, _ words: AnswerWords) {
    let isMember = answer["isMember"]?.content == .bool(true)
    print(
      isMember
        ? folder.words("Hoort bij de groep.", "Is in the segment.")
        : folder.words("Hoort niet bij de groep.", "Is not in the segment."))
    if let because = answer["because"] { show(because, depth: 1) }
    let next = answer.text("mayChangeAt")
    if !next.isEmpty {
      print(
        folder.words("Kan vanzelf veranderen op ", "May change by itself at ") + words.moment(next))
    }
    if let use = answer["use"] {
      print(folder.words("De poort zegt: ", "The gate says: ") + outcome(of: use))
      let policy = words.gate?.policy
      let segment = policy?.segments.first { $0.id == answer["segment"]?.text("id") }
      let purpose = segment?.purpose ?? ""
      let channel = policy?.lookingChannel(for: purpose) ?? .none
      for reason in use["reasons"]?.list ?? [] {
        print("  " + words.reason(reason.plain, purpose: purpose, channel: channel))
      }
    }
  }

  private func outcome(of use: Node) -> String {
    switch use.text("outcome") {
    case "allow": folder.words("mag", "allowed")
    case "deny": folder.words("mag niet", "denied")
    case "later": folder.words("mag nog niet", "not yet")
    case let other: other
    }
  }

  private func show(_ part: Node, depth: Int) {
    let space = String(repeating: "  ", count: depth)
    let mark =
      switch part.text("answer") {
      case "yes": "+"
      case "no": "-"
      default: "?"
      }
    if let text = part["text"]?.text(folder.lang.rawValue) {
      let number = part.text("number")
      let facts = (part["facts"]?.list ?? []).map(\.plain)
      print(
        "\(space)\(mark) \(text)" + (number.isEmpty ? "" : ": \(number)")
          + (facts.isEmpty
            ? ""
            : " [\(facts.prefix(5).joined(separator: ", "))"
              + (facts.count > 5 ? ", …]" : "]")))
      return
    }
    if let inner = part["not"] {
      print("\(space)\(mark) " + folder.words("niet:", "not:"))
      return show(inner, depth: depth + 1)
    }
    for (key, word) in [
      ("all", folder.words("alle:", "all of:")), ("any", folder.words("één van:", "one of:")),
    ] {
      guard let parts = part[key]?.list else { continue }
      print("\(space)\(mark) \(word)")
      for inner in parts { show(inner, depth: depth + 1) }
    }
  }
}

struct SegmentMembersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract: "Print the people of a segment whose data may be used for its purpose.",
    discussion: """
      The gate is asked about each, and the look is an entry of the log. Prints opaque names, one \
      JSON object a line; how many may not be looked at goes to standard error.
      """)

  @Option(help: "The data folder.") var data: String
  @OptionGroup var options: SegmentOptions
  @Option(help: "The purpose; that of the segment if left out.") var purpose: String?
  @Option(help: "The channel; if left out, `none` where the purpose has it, else its first.")
  var channel: Channel?
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func validate() throws {
    if options.choice == nil { throw SegmentOptions.missing }
    if options.segment == nil, purpose == nil {
      throw ValidationError(
        LocalizedText(
          nl: "--purpose: zeg waarvoor; een geschreven voorwaarde heeft geen doel.",
          en: "--purpose: say what for; a written condition has no purpose."))
    }
  }

  func run() async throws {
    guard let choice = options.choice else { return }
    try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).openDesk { desk in
        let policy = try await desk.policies.gate(at: desk.now).policy
        let segment = try policy.segment(choice)
        let named = purpose ?? segment.purpose ?? ""
        let question = AudienceQuestion(
          purpose: named, channel: channel ?? policy.lookingChannel(for: named), at: desk.now
        ).limited(to: segment, under: policy)
        let count = try await desk.audience(
          question, namesMembers: true,
          each: { member in
            guard member.answer.decision.outcome == .allow else { return }
            let identifiers = member.person.identifiers(at: question.at)
            guard let customer = try await desk.store.customer(of: identifiers) else { return }
            print("{\"customer\":\"\(customer.text)\"}")
          })
        tell(count)
      }
    }
  }

  /// Says how many there are, and why some were not printed.
  private func tell(_ count: AudienceCount) {
    let funnel = count.funnel
    let all = lang.count(funnel.total, .people)
    let left = lang.number(funnel.total - funnel.allowedCount)
    printError(
      LocalizedText(
        nl: "\(all) in de groep. Van \(left) mag het niet, of nog niet.",
        en: "\(all) in the segment. \(left) may not be used, or not yet.")[lang])
    let refused = funnel.denied.merging(funnel.later, uniquingKeysWith: +)
    let rules = RuleWords(count.gate, count.question, in: lang)
    for (code, number) in refused.sorted(by: { $0.key < $1.key }) {
      printError("  \(lang.number(number))  \(code.rawValue)  \(rules.sentence(code))")
    }
  }
}
