import Foundation
import OpenkaartCore
import OpenkaartFiles
import Testing

/// The statement says all that the law asks, of any policy, and what changed.
struct StatementTests {
  private static let dealer = Result {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try PolicyFile.load(
      path: folder.appending(path: "Fixtures/scenarios/dealer.yaml").path
    ).policy
  }

  private static func whole(_ policy: Policy, _ language: Language) -> String {
    PrivacyStatement(of: policy, in: language).text
  }

  @Test(arguments: Language.allCases)
  func `everything that articles 13 and 14 ask is there`(language: Language) throws {
    let policy = try Self.dealer.get()
    let text = Self.whole(policy, language)
    let controller = policy.controller
    // 13(1)(a) and (b): the controller, how to reach it, the officer.
    for value in [
      controller.name, controller.entity, controller.contact.email, controller.contact.phone,
      controller.contact.address, controller.dpo?.name, controller.dpo?.email,
      controller.authority, policy.register.security?[language],
    ] {
      let told = try #require(value)
      #expect(text.contains(told))
    }
    let statement = PrivacyStatement(of: policy, in: language)
    let parts = try #require(statement.sections.first { $0.id == "purposes" }).parts
    #expect(parts.map(\.title) == policy.purposes.map { $0.label[language] })
    for (purpose, part) in zip(policy.purposes, parts) {
      // 13(1)(c) to (e), 13(2)(a), (c) and (e): basis, recipients, period, withdrawal, duty.
      #expect(part.details.count == (purpose.bases.contains(.consent) ? 7 : 6), "\(purpose.id)")
      #expect(part.details.allSatisfy { !$0.lines.isEmpty && !$0.lines.contains("") })
      #expect(part.details[0].lines.count == purpose.bases.count)
      for recipient in purpose.recipients {
        #expect(
          part.details[3].lines[0].contains(recipient.replacingOccurrences(of: "-", with: " ")))
      }
      if let benefit = purpose.benefit { #expect(part.lines[1].contains(benefit[language])) }
    }
    // 14(1)(d): every category that is used; 13(2)(b): every right; 13(2)(f): automation.
    let used = Set(policy.purposes.flatMap(\.dataCategories))
    let data = try #require(statement.sections.first { $0.id == "data" })
    #expect(data.details.count == used.count + 1)
    #expect(statement.sections.first { $0.id == "rights" }?.details.count == 7)
    #expect(statement.sections.contains { $0.id == "automation" })
  }

  @Test func `a transfer is told`() throws {
    var policy = try Self.dealer.get()
    #expect(!Self.whole(policy, .en).contains("outside Europe"))
    policy.register.transfers = ["United States (adequacy decision)"]
    #expect(Self.whole(policy, .en).contains("United States (adequacy decision)"))
  }

  @Test func `what stands in a policy cannot become markup`() throws {
    var policy = try Self.dealer.get()
    policy.controller.name = "<script>\"&'"
    let html = PrivacyStatement(of: policy, in: .nl).html
    #expect(!html.contains("<script>"))
    #expect(html.contains("&lt;script&gt;&quot;&amp;&#39;"))
  }

  @Test func `equal policies changed nothing, and each change is one sentence`() throws {
    let old = try Self.dealer.get()
    #expect(StatementChange.changes(from: old, to: old).isEmpty)
    let changes: [(section: String, contains: String, change: (inout Policy) -> Void)] = [
      (
        "purpose-newsletter", "now also use complaints",
        { $0.purposes[0].dataCategories += ["complaints"] }
      ),
      (
        "purpose-newsletter", "no longer use purchases",
        { $0.purposes[0].dataCategories.removeLast() }
      ),
      (
        "purpose-newsletter", "now also give data to some partner",
        { $0.purposes[0].recipients = ["some-partner"] }
      ),
      ("purpose-newsletter", "another time", { $0.purposes[0].retention = nil }),
      ("purpose-newsletter", "other ways", { $0.purposes[0].channels = [.sms] }),
      ("purpose-newsletter", "the reason", { $0.purposes[0].bases = [.softOptIn] }),
      ("purpose-newsletter", "rules for your yes", { $0.purposes[0].consent.expiresAfter = nil }),
      ("purpose-newsletter", "what you get", { $0.purposes[0].benefit = nil }),
      ("purpose-newsletter", "no longer advertising", { $0.purposes[0].isMarketing = false }),
      ("purposes", "We stopped with: Newsletter", { $0.purposes.removeFirst() }),
      (
        "purpose-new", "New purpose: Fresh",
        { policy in
          var purpose = policy.purposes[0]
          purpose.id = "new"
          purpose.label = LocalizedText(nl: "Vers", en: "Fresh")
          policy.purposes.append(purpose)
        }
      ),
      ("who", "another way", { $0.controller.dpo = nil }),
      ("complain", "authority", { $0.controller.authority = "Other" }),
      ("recipients", "outside Europe", { $0.register.transfers = ["US"] }),
      (
        "data", "now also use: your faith", { $0.dataCategories[0].attributes.append("your faith") }
      ),
      ("data", "no longer use: your date of birth", { $0.dataCategories[1].attributes = [] }),
    ]
    for (section, words, change) in changes {
      var new = old
      change(&new)
      let found = StatementChange.changes(from: old, to: new)
      let match = found.first { $0.section == section && $0.sentence.en.contains(words) }
      #expect(match != nil, "\(words): \(found.map(\.sentence.en))")
      #expect(found.count <= 2, "\(words)")
    }
  }
}
