import OpenkaartCore
import OpenkaartFiles
import Testing

@Suite struct PolicyCheckTests {
  @Test func `the sound policy passes without a remark`() throws {
    let reading = try checked(soundPolicy)
    #expect(reading.diagnostics.isEmpty)
    #expect(reading.policy != nil)
  }

  @Test(arguments: BrokenPolicy.misread + BrokenPolicy.unsound)
  func `each mistake is shown at its line with its remedy`(_ broken: BrokenPolicy) throws {
    let text = try broken.text()
    let reading = try checked(text)
    let found = reading.diagnostics.filter { $0.code == broken.code }
    let line = try #require(text.line(of: broken.line))
    let mistake = try #require(
      found.first { Int($0.position.line) == line },
      "\(reading.diagnostics.map { "\($0.position.line) \($0.code) \($0.message)" })")
    #expect(mistake.severity == (broken.isError ? .error : .warning))
    #expect(mistake.remedy.en.contains(broken.remedy), "\(mistake.remedy)")
    #expect(
      mistake.message.en.hasSuffix(".") && mistake.remedy.en.hasSuffix(".")
        || mistake.remedy.en.hasSuffix("?"))
    #expect((reading.policy == nil) == reading.hasErrors)
    if broken.isError { #expect(reading.hasErrors) }
  }

  @Test(arguments: BrokenPolicy.misread + BrokenPolicy.unsound)
  func `one mistake in the text gives one remark, in either language`(
    _ broken: BrokenPolicy
  ) throws {
    let found = try checked(try broken.text()).diagnostics
    #expect(
      found.allSatisfy { $0.message.nl != $0.message.en && $0.remedy.nl != $0.remedy.en })
    #expect(found.count <= 2, "\(found.map { "\($0.position.line) \($0.code)" })")
  }

  @Test func `every mistake of a file is shown at once, in its order`() throws {
    var text = soundPolicy
    for broken in [
      ("sector: retail", "sektor: retail"), ("validFrom: 2026-01-01", "validFrom: 2023-01-01"),
      ("    basis: [contract]\n", ""), ("{cars: 36", "{cras: 36"), ("trust: high", "trust: hihg"),
    ] {
      text = try text.breaking(broken.0, into: broken.1)
    }
    let diagnostics = try checked(text).diagnostics
    #expect(
      diagnostics.map(\.code) == [
        "field.unknown", "notice.datesNotAscending", "purpose.noBasis", "reference.unknownLine",
        "field.unknownWord",
      ])
    #expect(diagnostics.map(\.position) == diagnostics.map(\.position).sorted())
  }

  @Test func `what could not be read is not reported as missing too`() throws {
    let text = try soundPolicy.breaking(
      "retention: {keepFor: 24 months, after: lastActivity}", into: "retention: 24 months")
    #expect(try checked(text).diagnostics.map(\.code) == ["field.wrong"])
  }

  @Test func `a policy of a controller and one purpose reads`() throws {
    let text = """
      controller: {name: A, entity: a}
      purposes: [{id: x, basis: [contract], channels: [email]}]
      """
    let policy = try #require(PolicyReader.reading(of: try YAMLReader.node(in: text)).policy)
    #expect(policy.controller.timeZone == "Europe/Amsterdam")
    #expect(policy.controller.country == "NL")
    #expect(policy.purposes.first?.label.nl == "x")
    #expect(policy.purposes.first?.isMarketing == false)
    #expect(policy.rules == HouseRules())
    #expect(policy.version.isEmpty)
  }

  @Test func `outside the Netherlands the time zone must be named`() throws {
    let text = try soundPolicy.breaking("country: NL", into: "country: BE")
    let codes = try checked(text).diagnostics.map(\.code)
    #expect(codes.contains("field.missing"))
  }

  @Test func `an unknown time zone is refused with the nearest`() throws {
    let text = try soundPolicy.breaking(
      "country: NL", into: "country: NL\n  timeZone: Europe/Amsterdm")
    let reading = try checked(text)
    let policy = try #require(reading.policy)
    let found = PolicyCheck.zoneDiagnostics(
      for: policy, places: reading.places, known: ["Europe/Amsterdam", "Europe/Brussels"])
    #expect(found.map(\.code) == ["controller.unknownZone"])
    #expect(found.first?.remedy.en.contains("`Europe/Amsterdam`") == true)
    #expect(found.first?.position.line == 6)
  }

  @Test func `calling customers on the soft opt-in stays lawful for a charity`() throws {
    let text = try soundPolicy.breaking("[consent, softOptIn]", into: "[softOptIn]")
      .breaking("sector: retail", into: "sector: charity")
    let codes = try checked(text).diagnostics.map(\.code)
    #expect(!codes.contains("basis.channelUncarried"))
  }

  @Test func `a required date of birth needs a purpose that asks an age`() throws {
    let asking = try soundPolicy.breaking(
      "purpose: delivery\n    fields: [{name: postalCode",
      into: "purpose: advice\n    fields: [{name: birthDate")
    #expect(try checked(asking).diagnostics.isEmpty)
    let free = try asking.breaking(", minimumAge: 16", into: "")
    #expect(try checked(free).diagnostics.map(\.code) == ["form.birthDateNecessary"])
  }

  @Test func `a file with thousands of names that point at nothing is checked in a moment`() throws
  {
    let lines = (0..<3_000).map { "  line-\($0): {label: x}" }.joined(separator: "\n")
    let spans = (0..<3_000).map { "    lime-\($0): 1 month" }.joined(separator: "\n")
    let text = "productLines:\n\(lines)\nrules:\n  recentlyBought:\n\(spans)\n"
    #expect(try checked(text).diagnostics.count > 900)
  }
}
