/// What a permit signs: every field of the question and of the answer, in a fixed order.
///
/// A text goes with its length before it, a list with its count, and what is absent is told from what
/// is empty, so two different statements are never the same bytes.
struct PermitStatement {
  private(set) var bytes: [UInt8] = []

  init(_ decision: Decision, on use: Use) {
    bytes.reserveCapacity(1024)
    add("openkaart/permit/v1")
    add(use)
    add(decision)
  }

  private mutating func add(_ use: Use) {
    add(use.subject) { $0.add($1) }
    add(use.purpose)
    add(use.channel.rawValue)
    add(use.activity) { $0.add($1) }
    add(use.data) { statement, data in
      statement.add(data) { $0.add($1) }
    }
    add(use.recipient) { $0.add($1) }
    add(use.at) { $0.add($1.milliseconds) }
  }

  private mutating func add(_ identifier: Identifier) {
    add(identifier.type.name)
    add(identifier.value)
  }

  private mutating func add(_ activity: Use.Activity) {
    for text in [
      activity.id, activity.productLine, activity.product, activity.topic, activity.entity,
    ] {
      add(text) { $0.add($1) }
    }
    add(activity.priceCents) { $0.add($1) }
    add(activity.isSimilar) { $0.add($1) }
    add(activity.isServiceMessage)
    add(activity.isPromotional)
  }

  private mutating func add(_ decision: Decision) {
    add(decision.outcome.rawValue)
    add(decision.until) { $0.add($1.milliseconds) }
    add(decision.reasons) { $0.add($1) }
    add(decision.policyVersion)
    add(decision.decidedAt.milliseconds)
    add(decision.obligations) { $0.add($1.rawValue) }
    add(decision.contactPoint) { $0.add($1) }
  }

  private mutating func add(_ reason: Reason) {
    add(reason.code.rawValue)
    add(reason.effect.rawValue)
    add(reason.rule)
    add(reason.source)
    add(reason.evidence) { statement, fact in
      statement.add(fact.source)
      statement.add(fact.id)
    }
    add(reason.ends) { $0.add($1.milliseconds) }
  }
}

extension PermitStatement {
  private mutating func add(_ text: String) {
    add(Int64(text.utf8.count))
    bytes += text.utf8
  }

  private mutating func add(_ number: Int64) {
    withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
  }

  private mutating func add(_ bool: Bool) {
    bytes.append(bool ? 1 : 0)
  }

  private mutating func add<Value>(_ value: Value?, with add: (inout Self, Value) -> Void) {
    self.add(value != nil)
    if let value { add(&self, value) }
  }

  private mutating func add<Value>(_ values: [Value], with add: (inout Self, Value) -> Void) {
    self.add(Int64(values.count))
    for value in values { add(&self, value) }
  }
}
