import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

private let zones: ZoneTable = {
  guard let zones = try? ZoneTable.system() else { fatalError("there are no time zones") }
  return zones
}()

/// The entry of libFuzzer: a mapping, a form feed, and the table it is for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMapping(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let parts = bytes.split(
    separator: UInt8(ascii: "\u{C}"), maxSplits: 1, omittingEmptySubsequences: false)
  guard let node = try? YAMLReader.node(in: Array(parts[0])) else { return 0 }
  let reading = MappingReader.reading(of: node)
  check(reading.diagnostics)
  guard let mapping = reading.mapping else {
    if reading.diagnostics.isEmpty { fatalError("no mapping and no mistake") }
    return 0
  }
  guard parts.count == 2, let zone = zones[mapping.timeZone ?? "Europe/Amsterdam"] else { return 0 }
  take(Array(parts[1]), TableImport(mapping, zone: zone))
  return 0
}

/// Takes the table in twice: the second time nothing is new.
private func take(_ table: [UInt8], _ reader: TableImport) {
  var intake = Intake()
  guard let report = run(table, reader, &intake) else { return }
  let first = intake.report
  guard report.rejectCount == first.rejected + first.conflicts else {
    fatalError("a reject that is not told")
  }
  _ = run(table, reader, &intake)
  guard intake.report.taken == first.taken, intake.report.conflicts == 2 * first.conflicts,
    intake.report.duplicates == 2 * first.duplicates + first.factCount
  else { fatalError("the same table again gave other facts") }
}

private func run(_ table: [UInt8], _ reader: TableImport, _ intake: inout Intake) -> FileReport? {
  do throws(ImportError) {
    let report = try reader.run(table, named: "table.csv", into: &intake)
    for reject in report.rejects where reject.entry.isEmpty || reject.message.isEmpty {
      fatalError("a reject without words")
    }
    return report
  } catch {
    if case .mapping(let diagnostics) = error { check(diagnostics) }
    return nil
  }
}

private func check(_ diagnostics: [Diagnostic]) {
  for diagnostic in diagnostics
  where diagnostic.position.line < 1 || diagnostic.position.column < 1
    || diagnostic.message.nl.isEmpty || diagnostic.remedy.nl.isEmpty
  {
    fatalError("a mistake without a place or a remedy")
  }
}
