import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartHTTP
import OpenkaartService

struct LogReceiptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract: "Hand a customer the proof that what was recorded about them is in the log.",
    discussion: """
      Prints each record with its number and moment. With --out, writes for each a file \
      entry-N.tlog-proof, which anybody can check without a network by `openkaart-verify proof`, \
      entry-N.html to print, in the language of --lang, and entry-N.txt. That receipts were made is itself an entry of the log. Works beside a \
      running server. Exits 0, 2 when nobody is known by these identifiers or there is no such entry, 1 \
      when a folder cannot be used.

      Example: openkaart log receipt --data shop --customer customerNumber:2001 --out receipts
      """)

  @Option(help: "The data folder.") var data: String
  @OptionGroup var customer: CustomerOption
  @Option(help: "Only the entry of this number.") var number: UInt64?
  @Option(help: "The folder to write files to.") var out: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the receipts as JSON.") var json = false

  func run() async throws {
    let subject = try customer.subject()
    let found = try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).open {
        store -> (LogStatus, [EntryReceipt])? in
        guard let name = try await store.customer(of: subject) else { return nil }
        let clock = try await SteadyClock(after: store) { .now }
        try await store.append(
          UsageEntry(.ownCopy, at: clock.now, by: "command line", customer: name))
        try await store.publishLog()
        return (try await store.logStatus, try await store.receipts(of: name, number: number))
      }
    }
    guard let (status, receipts) = found else {
      printError(
        LocalizedText(nl: "Niemand is hieronder bekend.", en: "Nobody is known by this.")[lang])
      throw ExitCode(2)
    }
    if let number, receipts.isEmpty { throw noEntry(number) }
    if let out { try await tellingFailures(in: lang) { try writeFiles(receipts, status, to: out) } }
    print(
      json
        ? document(receipts, status)
        : receipts.map { text($0, status) }.joined(separator: "\n\n"))
  }

  private func noEntry(_ number: UInt64) -> ExitCode {
    printError(
      LocalizedText(
        nl: "Over deze persoon is er geen regel \(number). Zonder --number ziet u ze alle.",
        en: "There is no entry \(number) about this person. Leave out --number to see all.")[lang])
    return ExitCode(2)
  }

  private func writeFiles(
    _ receipts: [EntryReceipt], _ status: LogStatus, to folder: String
  ) throws {
    do {
      try write(receipts, status, to: folder)
    } catch is CocoaError {
      throw CommandError.text(
        LocalizedText(
          nl: "In \(folder) kan niet worden geschreven. Noem een andere map met --out.",
          en: "Nothing can be written to \(folder). Name another folder with --out."))
    }
  }

  private func write(
    _ receipts: [EntryReceipt], _ status: LogStatus, to folder: String
  ) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let page = try ReceiptPage(in: lang)
    for receipt in receipts {
      let name = "\(folder)/entry-\(receipt.number)"
      let html = page.html(
        of: receipt, key: status.verifierKey, file: "entry-\(receipt.number).tlog-proof")
      try Data(html.utf8).write(to: URL(filePath: name + ".html"))
      try Data(text(receipt, status).utf8).write(to: URL(filePath: name + ".txt"))
      if let proof = receipt.proof {
        try Data(proof).write(to: URL(filePath: name + ".tlog-proof"))
      }
    }
  }

  private func text(_ receipt: EntryReceipt, _ status: LogStatus) -> String {
    let (title, at, how) = (
      LocalizedText(nl: "Regel \(receipt.number)", en: "Entry \(receipt.number)")[lang],
      ZoneRules.utc.text(of: receipt.at, in: lang) + " (UTC)",
      receipt.proof == nil
        ? LocalizedText(
          nl: "Nog niet ondertekend; vraag het over een seconde opnieuw.",
          en: "Not signed yet; ask again in a second.")[lang]
        : LocalizedText(
          nl: "Controleren: openkaart-verify proof entry-\(receipt.number).tlog-proof --key",
          en: "To check: openkaart-verify proof entry-\(receipt.number).tlog-proof --key")[lang]
          + " '\(status.verifierKey ?? "")'"
    )
    let who =
      receipt.witnesses.isEmpty
      ? LocalizedText(
        nl: "Nog door geen getuige ondertekend.", en: "Not signed by a witness yet.")[lang]
      : LocalizedText(nl: "Getuigen die ook tekenden: ", en: "Witnesses that signed too: ")[lang]
        + receipt.witnesses.joined(separator: ", ")
    return "\(title), \(at)\n\(how)\n\(who)\n\n\(String(decoding: receipt.record, as: UTF8.self))\n"
  }

  private func document(_ receipts: [EntryReceipt], _ status: LogStatus) -> String {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.key("key")
      if let key = status.verifierKey { json.string(key) } else { json.null() }
      json.key("receipts")
      json.array { list in
        for receipt in receipts {
          list.object { json in
            json.key("number")
            json.integer(receipt.number)
            json.key("at")
            json.string(receipt.at.rfc3339())
            json.key("witnesses")
            json.array { names in
              for name in receipt.witnesses { names.string(name) }
            }
            json.key("record")
            json.string(String(decoding: receipt.record, as: UTF8.self))
            json.key("proof")
            if let proof = receipt.proof {
              json.string(String(decoding: proof, as: UTF8.self))
            } else {
              json.null()
            }
          }
        }
      }
    }
    return json.text
  }
}
