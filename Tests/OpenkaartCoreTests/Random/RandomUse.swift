import OpenkaartCore

/// Random questions about the first person.
struct RandomUse {
  let random: SplitMix64
  let policy: Policy
  let mood: RandomCase.Mood

  /// Whether the question may ask what the purpose does not cover.
  private var isWild: Bool { mood == .wild }

  func use() -> Use {
    let purpose = purpose()
    let anyChannel = random.pick(Channel.allCases)
    let channel =
      isWild && random.chance(10) || purpose.channels.isEmpty
      ? anyChannel : random.pick(purpose.channels)
    let id = isWild && random.chance(4) ? "unheard" : purpose.id
    return Use(
      subject: subject(), purpose: id, channel: channel,
      activity: random.chance(85) ? activity(for: purpose) : nil, data: data(for: purpose),
      recipient: recipient(for: purpose))
  }

  /// Mostly marketing: other uses wait for nothing.
  private func purpose() -> Purpose {
    let (first, second) = (policy.purposes[0], policy.purposes[1])
    let any = random.pick([first, first, first, second] + policy.purposes)
    guard mood == .pressed else { return any }
    let waiting = policy.purposes.filter { $0.isMarketing && $0.bases.contains(.consent) }
    return waiting.isEmpty ? first : random.pick(waiting)
  }

  private func subject() -> [Identifier] {
    if isWild && random.chance(4) { return [random.pick(RandomWords.people[1])] }
    if isWild && random.chance(6) { return [random.pick(RandomWords.shared)] }
    let first = random.pick(RandomWords.people[0])
    let second = random.pick(RandomWords.people[0])
    return first == second || random.chance(50) ? [first] : [first, second]
  }

  private func data(for purpose: Purpose) -> [String]? {
    switch random.number(0...9) {
    case 0...4: nil
    case 5, 6: random.some(purpose.dataCategories, 60)
    case 7: isWild ? [random.pick(RandomWords.categories)] : ["contact"]
    default: ["contact"]
    }
  }

  private func recipient(for purpose: Purpose) -> String? {
    guard random.chance(purpose.recipients.isEmpty ? 3 : 40) else { return nil }
    return isWild || purpose.recipients.isEmpty
      ? random.pick(RandomWords.recipients) : random.pick(purpose.recipients)
  }

  private func activity(for purpose: Purpose) -> Use.Activity {
    Use.Activity(
      id: random.maybe(80, "a"), productLine: random.maybe(70, random.pick(RandomWords.lines)),
      product: random.maybe(50, random.pick(RandomWords.products)),
      topic: random.maybe(70, random.pick(RandomWords.topics)),
      priceCents: random.maybe(60, Int64(random.pick([90, 100, 110]))),
      entity: random.maybe(20, random.pick(RandomWords.entities)),
      isSimilar: random.chance(50) ? random.chance(85) : nil,
      isServiceMessage: random.chance(20),
      isPromotional: random.chance(purpose.isMarketing ? 50 : isWild ? 15 : 2))
  }
}
