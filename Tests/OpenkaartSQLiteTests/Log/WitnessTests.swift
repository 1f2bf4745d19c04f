import Foundation
import OpenkaartCore
import OpenkaartService
import Testing
import TransparencyLog
import TransparencyLogFiles

@testable import OpenkaartSQLite

/// Witnesses sign too, hold nothing up, and cannot be made to sign two histories.
struct WitnessTests {
  /// A store whose log one witness watches, in this process.
  struct House {
    let folder = TemporaryFolder()
    let store: SQLiteStore
    let key: SigningKey
    let witness: WitnessFolder
    let list: String
    /// Whom an auditor believes: the log, and no less than this witness.
    let policy: TrustPolicy

    init() async throws {
      store = try SQLiteStore(at: folder.path)
      let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
      key = try #require(
        SigningKey(name: Name("accountant.example/w1"), type: .cosignature, seed: seed))
      let log = try #require(await store.publisher.verifierKey)
      witness = try WitnessFolder(path: TemporaryFolder().path, logs: [log], key: key)
      list = "witness accountant \(key.verifierKey) http://127.0.0.1:9/w/\nquorum accountant\n"
      policy = try TrustPolicy(parsing: Array("log \(log)\n\(list)".utf8))
      await store.ask(try WitnessList(parsing: Array(list.utf8)))
    }

    func add(_ count: Int, to store: SQLiteStore? = nil, from start: Int = 0) async throws {
      try await (store ?? self.store).append(
        (start..<(start + count)).map {
          StoreContractTests.fact("\($0)", about: "p\($0 % 7)@x.nl")
        })
    }

    /// Carries letters and answers until there are none; gives what was told.
    @discardableResult
    func round(
      of store: SQLiteStore? = nil, at now: Int64 = 0,
      answering: ((WitnessLetter) throws -> WitnessAnswer)? = nil
    ) async throws -> [WitnessOutcome.News] {
      let (store, now) = (store ?? self.store, Timestamp(milliseconds: now))
      var letters = try await store.letters(at: now)
      var news: [WitnessOutcome.News] = []
      while let letter = letters.popLast() {
        let answer = try answering?(letter) ?? self.answer(to: letter)
        let outcome = try await store.take(answer, to: letter, at: now)
        if let next = outcome.next { letters.append(next) }
        if let told = outcome.news { news.append(told) }
      }
      return news
    }

    func answer(to letter: WitnessLetter) throws -> WitnessAnswer {
      let answer = try witness.answer(to: letter.body, at: 1_795_338_123)
      return .answered(status: answer.status, body: answer.body)
    }

    func shown(of store: SQLiteStore? = nil) async throws -> SignedCheckpoint? {
      let bytes = try await (store ?? self.store).logFile("checkpoint")
      return try bytes.map { try SignedCheckpoint(parsing: $0) }
    }

    /// How many receipts of a person there are, and how many the auditor believes.
    func receipts(of store: SQLiteStore? = nil) async throws -> (all: Int, believed: Int) {
      let store = store ?? self.store
      let subject = [Identifier(.email, "p1@x.nl")].compactMap(\.self)
      let customer = try #require(try await store.customer(of: subject))
      let receipts = try await store.receipts(of: customer, number: nil)
      let believed = try receipts.count { receipt in
        let proof = try LogProof(parsing: try #require(receipt.proof))
        let shown = try Receipt(parsing: try #require(proof.extra))
        let entry = try #require(shown.entry)
        let isBelieved = (try? proof.verified(leaf: .leaf(entry.bytes), by: policy)) != nil
        #expect(receipt.witnesses == (isBelieved ? ["accountant.example/w1"] : []))
        return isBelieved
      }
      return (receipts.count, believed)
    }
  }

  @Test func `L9: what a witness signed is shown, and receipts carry it`() async throws {
    let house = try await House()
    try await house.add(300)
    let letters = try await house.store.letters(at: .distantPast)
    #expect(letters.map(\.address) == ["http://127.0.0.1:9/w/add-checkpoint"])
    // It is shown when the witness has answered, or when that takes too long.
    #expect(try await house.shown() == nil)
    _ = try await house.store.take(house.answer(to: letters[0]), to: letters[0], at: .distantPast)
    let shown = try #require(try await house.shown())
    #expect(try shown.verified(by: house.policy).checkpoint.size == 300)
    let audit = try LogAudit(of: LogFolder(path: house.folder.path + "/log"), by: house.policy)
    #expect(try audit.report().findings == [])
    #expect(try await house.receipts() == (43, 43))
    let status = try await house.store.logStatus
    #expect(status.cosigned == 300 && status.witnesses.map(\.size) == [300])
    #expect(status.witnesses[0].at == Timestamp(milliseconds: 1_795_338_123_000))
    // Nothing new, nothing to ask.
    #expect(try await house.store.letters(at: .distantPast).isEmpty)
    try await house.store.close()
  }

  @Test func `L9: an older cosigned checkpoint proves its entries after its partial tiles went`()
    async throws
  {
    let house = try await House()
    try await house.add(300)
    try await house.round()
    try await house.add(300, from: 300)
    try await house.store.publishLog()
    #expect(try await house.shown()?.cosignatures == [])
    #expect(try await house.receipts() == (86, 43))
    try await house.store.close()
    // Whoever opens the folder without a list of witnesses keeps what was signed.
    let store = try SQLiteStore(at: house.folder.path)
    #expect(try await house.receipts(of: store) == (86, 43))
    let status = try await store.logStatus
    #expect(status.cosigned == 300)
    #expect(status.witnesses.map(\.name) == ["accountant.example/w1"])
    await store.ask(try WitnessList(parsing: Array(house.list.utf8)))
    try await house.round(of: store)
    #expect(try await house.receipts(of: store) == (86, 86))
    try await store.close()
  }

  @Test func `L9: a witness that is down delays nothing, and is asked again after a while`()
    async throws
  {
    let house = try await House()
    try await house.add(10)
    var news = try await house.round { _ in .silent }
    #expect(news.count == 1 && !news[0].isAlarm && news[0].sentence.contains("witness.silent"))
    #expect(try await house.shown()?.checkpoint.size == 10)
    #expect(try await house.store.logStatus.witnesses[0].trouble == .silent)
    try await house.add(10, from: 10)
    // Not asked yet, and shown at once.
    #expect(try await house.store.letters(at: Timestamp(milliseconds: 999)).isEmpty)
    #expect(try await house.shown()?.checkpoint.size == 20)
    #expect(try await house.round(at: 1000) { _ in .silent } == [])
    #expect(try await house.store.letters(at: Timestamp(milliseconds: 2999)).isEmpty)
    news = try await house.round(at: 3000)
    #expect(news.map(\.sentence) == ["The witness accountant signs again."])
    #expect(try await house.shown()?.cosignatures.count == 1)
    #expect(try await house.store.logStatus.cosigned == 20)
    try await house.store.close()
  }

  @Test func `L9: an answer that got lost is found again by the size that the witness says`()
    async throws
  {
    let house = try await House()
    try await house.add(10)
    try await house.round { letter in
      _ = try house.answer(to: letter)
      return .silent
    }
    try await house.add(5, from: 10)
    var asked: [UInt64] = []
    try await house.round(at: 5000) { letter in
      asked.append(letter.oldSize)
      return try house.answer(to: letter)
    }
    #expect(asked == [0, 10])
    #expect(try await house.store.logStatus.cosigned == 15)
    try await house.store.close()
  }

  @Test func `L9: a signature that comes late is kept, and the newer checkpoint stays`()
    async throws
  {
    let house = try await House()
    try await house.add(300)
    let late = try #require(try await house.store.letters(at: .distantPast).first)
    try await house.add(100, from: 300)
    try await house.store.publishLog()
    #expect(try await house.store.letters(at: .distantPast).isEmpty)
    _ = try await house.store.take(house.answer(to: late), to: late, at: .distantPast)
    #expect(try await house.shown()?.checkpoint.size == 400)
    #expect(try await house.store.logStatus.cosigned == 300)
    #expect(try await house.receipts() == (57, 43))
    try await house.round()
    #expect(try await house.receipts() == (57, 57))
    try await house.store.close()
  }

  @Test(arguments: [
    (404, "", WitnessTrouble.unknownLog), (403, "", .notSigned), (500, "", .refused(status: 500)),
    (422, "", .refused(status: 422)), (200, "yes\n", .invalidAnswer), (200, "", .invalidAnswer),
    (200, "— accountant.example/w1 AAAAAAAA\n", .invalidAnswer), (409, "x\n", .invalidAnswer),
    (409, "0\n", .invalidAnswer), (409, "18446744073709551616\n", .invalidAnswer),
    (409, "18446744073709551615\n", .ahead(size: .max)), (409, "11\n", .ahead(size: 11)),
  ])
  func `an answer that is no signature is named, and shown as none`(
    status: Int, body: String, trouble: WitnessTrouble
  ) async throws {
    let house = try await House()
    try await house.add(10)
    let news = try await house.round { _ in .answered(status: status, body: Array(body.utf8)) }
    #expect(news.map(\.isAlarm) == [trouble.isAlarm])
    #expect(try await house.store.logStatus.witnesses[0].trouble == trouble)
    #expect(WitnessTrouble(code: trouble.code, number: trouble.number) == trouble)
    #expect(try await house.shown()?.note.signatures.count == 1)
    #expect(try await house.store.logStatus.cosigned == nil)
    try await house.add(1, from: 10)
    try await house.store.close()
  }

  @Test(arguments: [(5, 9), (9, 5), (7, 7)])
  func `L10: of two copies of one store a witness refuses one, which says so`(
    ours: Int, theirs: Int
  ) async throws {
    let house = try await House()
    try await house.add(300)
    try await house.round()
    try await house.store.close()
    let copy = TemporaryFolder()
    try FileManager.default.copyItem(atPath: house.folder.path, toPath: copy.path)
    let one = try SQLiteStore(at: house.folder.path)
    let other = try SQLiteStore(at: copy.path)
    for store in [one, other] { await store.ask(try WitnessList(parsing: Array(house.list.utf8))) }
    try await house.add(ours, to: one, from: 1000)
    try await house.add(theirs, to: other, from: 2000)
    #expect(try await house.round(of: one) == [])
    let signed = UInt64(300 + ours)
    #expect(try await one.logStatus.cosigned == signed)

    let news = try await house.round(of: other)
    #expect(news.map(\.isAlarm) == [true])
    let status = try await other.logStatus
    let expected: WitnessTrouble =
      theirs < ours ? .ahead(size: signed) : .otherHistory(size: signed)
    #expect(status.witnesses[0].trouble == expected)
    // What was cosigned before the copy was made stays so; nothing after it is said to be.
    #expect(status.cosigned == 300)
    let shown = try #require(try await house.shown(of: other))
    #expect(shown.checkpoint.size == UInt64(300 + theirs) && shown.cosignatures.isEmpty)
    // People can still withdraw.
    try await house.add(1, to: other, from: 3000)
    try await one.close()
    try await other.close()
  }

  @Test(arguments: [
    "witness a KEY\nquorum none\n", "witness a KEY ftp://a.example\nquorum none\n",
    "witness a KEY http://a.example\nquorum a\n", "witness a KEY https://\nquorum a\n",
    "witness a KEY https://a.example?x=1\nquorum a\n", "quorum none\n", "witness a\nquorum a\n",
    "witness a KEY http://127.0.0.1.example\nquorum a\n",
    "witness a KEY https://me@a.example\nquorum a\n",
  ])
  func `a list that cannot be used is refused`(text: String) async throws {
    let house = try await House()
    let bytes = Array(text.replacing("KEY", with: "\(house.key.verifierKey)").utf8)
    #expect(throws: WitnessList.Mistake.self) { try WitnessList(parsing: bytes) }
    try await house.store.close()
  }
}
