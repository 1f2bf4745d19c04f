import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// A gate by the policy of the golden scenarios; the script runs in the folder of the package.
private let gate: Gate = {
  guard let file = try? PolicyFile.load(path: "Tests/Fixtures/scenarios/dealer.yaml") else {
    fatalError("the policy of the scenarios cannot be loaded")
  }
  return Gate(policy: file.policy, zones: file.zones)
}()

/// The entry of libFuzzer: each line gives a fact or an error, and the gate answers about the facts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFact(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var intake = Intake()
  take(bytes, into: &intake)
  let taken = intake.report
  guard let first = intake.store.facts.first else { return 0 }

  take(bytes, into: &intake)
  guard intake.report.taken == taken.taken, intake.report.conflicts == 2 * taken.conflicts,
    intake.report.duplicates == 2 * taken.duplicates + taken.factCount
  else { fatalError("taking in the same facts again changed something") }

  decide(about: first.subject, intake.store.facts)
  return 0
}

private func take(_ bytes: [UInt8], into intake: inout Intake) {
  let reader = FactReader(defaultSource: "fuzz", acceptsSystemFacts: true)
  for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
    do throws(DocumentError) {
      let node = try JSONReader.node(in: Array(line), limits: DocumentLimits(depth: 16))
      try intake.take(node, with: reader, defaultID: "fact-\(index)")
    } catch {
      guard error.position.line >= 1, error.position.column >= 1, !error.message.nl.isEmpty else {
        fatalError("an error without a place")
      }
    }
  }
}

private func decide(about subject: [Identifier], _ facts: [Fact]) {
  let moment = facts.map(\.occurredAt).max() ?? .distantPast
  let profile = Profile(of: subject, in: facts, knownAt: moment)
  for purpose in gate.policy.purposes {
    let use = Use(
      subject: subject, purpose: purpose.id, channel: purpose.channels.first ?? .none, at: moment)
    let decision = gate.decide(use, about: profile, now: moment)
    let hasBasis = decision.reasons.contains { $0.effect == .allow }
    guard !decision.reasons.isEmpty, hasBasis || decision.outcome != .allow else {
      fatalError("a decision without a reason")
    }
    guard (decision.until != nil) == (decision.outcome == .later) else {
      fatalError("a later without an end, or an end without a later")
    }
  }
}
