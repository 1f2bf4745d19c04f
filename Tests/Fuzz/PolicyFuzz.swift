import OpenkaartCore
import OpenkaartFiles

/// Two zones: a version is a digest over all there are, which takes long.
private let zones: ZoneTable = {
  guard let zones = try? ZoneTable.system() else { fatalError("there are no time zones") }
  return ZoneTable(["Europe/Amsterdam", "America/New_York"].compactMap { zones[$0] })
}()

/// The entry of libFuzzer: any bytes give a policy or its mistakes, in both languages.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPolicy(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let draft = PolicyDraft(bytes: bytes, path: "policy.yaml", zones: zones)
  let found = draft.reading.diagnostics
  let source = draft.text.sourceLines
  for diagnostic in found {
    guard diagnostic.position.line >= 1, diagnostic.position.column >= 1,
      Int(diagnostic.position.line) <= source.count + 1, !diagnostic.message.en.isEmpty,
      !diagnostic.message.nl.isEmpty
    else { fatalError("a mistake without a place") }
    _ = diagnostic.text(path: "policy.yaml", source: source, in: .nl)
  }
  guard let policy = draft.policy else { return 0 }
  describe(policy)
  // A gate takes ten times as long as all the rest: one in eight gets one.
  if bytes.count % 8 == 0 { decide(by: policy) }
  return 0
}

private func describe(_ policy: Policy) {
  for language in [Language.nl, .en] {
    _ = RegisterOfProcessing(of: policy).text(in: language)
    for purpose in policy.purposes {
      _ = PurposeExplanation(of: purpose, in: policy, language: language).text
    }
  }
}

private func decide(by policy: Policy) {
  let gate = Gate(policy: policy, zones: zones)
  let now = Timestamp(milliseconds: 1_795_000_000_000)
  for purpose in policy.purposes {
    for channel in purpose.channels {
      let use = Use(subject: [], purpose: purpose.id, channel: channel)
      guard gate.decide(use, about: .unknown, now: now).outcome != .allow else {
        fatalError("a yes about nobody")
      }
    }
  }
}
