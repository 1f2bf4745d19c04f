import OpenkaartCore
import OpenkaartFiles
import OpenkaartSegments

/// The entry of libFuzzer: any bytes give a condition that is read back from its line, or a mistake with
/// a place; as a line, and as fields.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSegment(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(SegmentLineError) {
    judge(try SegmentCondition(line: text))
  } catch {
    guard (1...(text.unicodeScalars.count + 1)).contains(error.place), !error.message.nl.isEmpty
    else { fatalError("a mistake without a place") }
  }
  guard let node = try? YAMLReader.node(in: bytes) else { return 0 }
  let (condition, mistakes) = SegmentReader.condition(in: node)
  guard (condition == nil) == !mistakes.isEmpty else { fatalError("half a condition") }
  for mistake in mistakes where mistake.message.nl.isEmpty || mistake.message.en.isEmpty {
    fatalError("a mistake without words")
  }
  if let condition { judge(condition) }
  return 0
}

private let gate = Gate(
  policy: Policy(controller: Controller(name: "A", entity: "a")), zones: .empty)
private let now = Timestamp(milliseconds: 1_795_000_000_000)

/// Reads it back, and asks it about somebody who bought and did something.
private func judge(_ condition: SegmentCondition) {
  guard (try? SegmentCondition(line: condition.line)) == condition else {
    fatalError("not read back: \(condition.line)")
  }
  let subject = [Identifier(.customerNumber, "1")].compactMap(\.self)
  let contents: [FactContent] = [
    .behaved(event: "viewed", properties: []),
    .purchased(
      Purchase(
        order: "o",
        lines: [
          .init(product: "p", productLine: "cars", quantity: .max, priceCents: .max),
          .init(product: "p", productLine: "cars", quantity: .max, priceCents: .max),
        ])),
    .described(Description(attributes: [.init("birthDate", "2000-02-29"), .init("city", "1")])),
  ]
  let facts = contents.enumerated().map { number, content in
    Fact(
      id: FactID(source: "f", id: "\(number)"), subject: subject, occurredAt: now, recordedAt: now,
      content: content)
  }
  let group = FactGroup(facts: facts)
  guard let person = Population(group).person(subject) else { fatalError("nobody") }
  let judged = SegmentPerson(person, in: group, isOnlyOne: true, by: gate)
  var moment = now
  for _ in 0..<3 {
    let answer = judged.answer(to: condition, at: moment)
    guard judged.explanation(of: condition, at: moment).answer == answer else {
      fatalError("explained otherwise")
    }
    guard let next = judged.nextChange(of: condition, after: moment) else { break }
    guard next > moment else { fatalError("a change that is not after") }
    moment = next
  }
}
