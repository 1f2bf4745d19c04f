import OpenkaartSQLite
import OpenkaartService
import Synchronization

@testable import OpenkaartCore

/// A company that mails offers, with a cap of four a week and six in thirty days, and a clock of its
/// own.
struct SendingHouse: Sendable {
  let store: any DataStore
  let desk: Desk
  let clock: Clock

  final class Clock: Sendable {
    private let moment = Mutex(Timestamp(milliseconds: 1_795_338_000_000))
    var now: Timestamp { moment.withLock { $0 } }
    func advance(by milliseconds: Int64) {
      moment.withLock { $0 = $0.advanced(by: milliseconds) }
    }
  }

  static let caps = [
    Span(7, .days).map { HouseRules.Cap(channels: [.email], max: 4, per: $0) },
    Span(30, .days).map { HouseRules.Cap(channels: [.email, .sms], max: 6, per: $0) },
  ].compactMap(\.self)

  static let gate: Gate = {
    let notice = Notice.Version(
      version: "1", validFrom: Day(iso: "2020-01-01") ?? Day(number: 0), data: ["contact"],
      text: LocalizedText(nl: "Wij mailen u.", en: "We mail you."))
    let offers = Purpose(
      id: "offers", label: LocalizedText(nl: "Aanbiedingen", en: "Offers"), isMarketing: true,
      bases: [.consent], channels: [.email], dataCategories: ["contact"], notice: "marketing")
    let policy = Policy(
      version: "p1",
      controller: Controller(name: "House", entity: "house", timeZone: "UTC"),
      dataCategories: [DataCategory(id: "contact", identifiers: ["email"])],
      notices: [Notice(id: "marketing", versions: [notice])], purposes: [offers],
      rules: HouseRules(frequency: caps))
    return Gate(policy: policy, zones: .empty)
  }()

  var controller: Controller { Self.gate.policy.controller }

  init(over store: any DataStore) async throws {
    self.store = store
    let clock = Clock()
    self.clock = clock
    try await store.apply(AppliedPolicy(version: "p1", text: [], appliedAt: .distantPast))
    desk = Desk(
      store: store, policies: PolicyBook(store) { _ in Self.gate }, caps: store, door: "test"
    ) { clock.now }
  }

  init(_ kind: StoreKind) async throws {
    switch kind {
    case .memory: try await self.init(over: MemoryStore())
    case .sqlite: try await self.init(over: SQLiteStore(at: TemporaryFolder().path))
    }
  }

  static func subject(_ number: Int) -> [Identifier] {
    .customer(number, email: "c\(number)@x.nl")
  }

  /// Lets a customer say yes, an hour ago.
  func consent(of number: Int, as subject: [Identifier]? = nil) async throws {
    try await store.append([yes(of: number, as: subject ?? Self.subject(number))])
  }

  /// Lets many say yes at once.
  func consent(of numbers: Range<Int>) async throws {
    try await store.append(numbers.map { yes(of: $0, as: Self.subject($0)) })
  }

  private func yes(of number: Int, as subject: [Identifier]) -> Fact {
    let then = clock.now.advanced(by: -3_600_000)
    return Fact(
      id: FactID(source: "web", id: "yes-\(number)"), subject: subject, occurredAt: then,
      recordedAt: then,
      content: .consented(
        Consent(
          purpose: "offers", channel: .email,
          notice: NoticeReference(id: "marketing", version: "1"), method: .form)))
  }

  func withdraw(_ number: Int) async throws {
    try await store.append([
      Fact(
        id: FactID(source: "web", id: "no-\(number)-\(clock.now.milliseconds)"),
        subject: Self.subject(number), occurredAt: clock.now, recordedAt: clock.now,
        content: .withdrew(Refusal(purpose: nil, channel: nil)))
    ])
  }

  func bounce(_ id: ReservationID, of number: Int) async throws {
    try await store.append([
      Fact(
        id: FactID(source: "esp", id: "bounce-\(id)"), subject: Self.subject(number),
        occurredAt: clock.now, recordedAt: clock.now,
        content: .responded(Response(to: id.text, .bouncedSoft)))
    ])
  }

  func use(_ number: Int, activity: String?) -> Use {
    Use(
      subject: Self.subject(number), purpose: "offers", channel: .email,
      activity: activity.map { Use.Activity(id: $0) })
  }

  func reserve(_ number: Int, activity: String? = nil) async throws -> Desk.Grant {
    guard let grant = try await desk.reserve([use(number, activity: activity)]).first else {
      throw StoreError.closed
    }
    return grant
  }
}

extension Desk.Handover {
  /// What it is, in a word.
  var word: String {
    switch self {
    case .used: "used"
    case .dropped: "dropped"
    case .ended(let state): "ended: \(state)"
    case .unknown: "unknown"
    }
  }
}
