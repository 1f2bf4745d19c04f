import ArgumentParser
import Foundation
import TransparencyLog
import TransparencyLogFiles

/// A long log of entries that are made up, as files: audited, and proofs made from it.
struct BenchTiles {
  let entries: UInt64
  let folder: String
  private let key: SigningKey

  init(entries: UInt64, folder: String) {
    self.entries = entries
    self.folder = folder
    let seed = Array(repeating: UInt8(7), count: 32)
    guard let key = SigningKey(name: Name("bench.example/log"), type: .ed25519, seed: seed) else {
      preconditionFailure("A seed has 32 bytes.")
    }
    self.key = key
  }

  var verifierKey: VerifierKey { key.verifierKey }

  /// Makes the log, audits it, and makes and checks a thousand proofs.
  func figures() throws -> [BenchLog.Figure] {
    let bytes = try write()
    let policy = TrustPolicy(logs: [verifierKey])
    let start = ContinuousClock.now
    let report = try LogAudit(of: LogFolder(path: folder), by: policy).report()
    guard report.findings.isEmpty else { throw ValidationError("The audit found something.") }
    let rate = BenchLog.rate(Int(entries), since: start)
    let times = try proofTimes(report.checkpoint.checkpoint)
    return [
      .init("auditEntriesPerSecond", rate, "entries/s audited, by one core (goal: 1,000,000)"),
      .init(
        "proofP99Microseconds", times[times.count * 99 / 100],
        "µs to make and check an inclusion proof among \(entries) entries, p99 (goal: 5,000)"),
      .init("bytesPerEntry", bytes / max(1, Int(entries)), "bytes an entry, tiles and bundles"),
    ]
  }

  private func proofTimes(_ checkpoint: Checkpoint) throws -> [Int] {
    let folder = LogFolder(path: folder)
    return try (0..<UInt64(1000)).map { number in
      let index = Self.mixed(number) % entries
      let start = ContinuousClock.now
      let tiles = TileReader(size: entries) { try folder.hashes($0) ?? [] }
      let proof = try tiles.inclusionProof(index: index, size: entries)
      guard proof.proves(.leaf(Self.entry(index)), in: checkpoint.root) else {
        throw ValidationError("A proof proves nothing.")
      }
      return start.duration(to: .now).nanoseconds / 1000
    }.sorted()
  }

  // MARK: Making it

  /// Writes the files, none of them durable: what is measured is reading them.
  ///
  /// - Returns: Their bytes.
  private func write() throws -> Int {
    var (tree, bundle, bytes) = (TiledTree(), EntryBundle(), 0)
    for index in 0..<entries {
      let entry = Self.entry(index)
      try bundle.append(entry)
      let tiles = tree.append(.leaf(entry))
      guard bundle.count == TilePath.fullWidth else { continue }
      bytes += try put(bundle.bytes, at: "\(TilePath(.entries, index: index / 256))")
      for tile in tiles { bytes += try put(tile.bytes, at: "\(tile.path)") }
      bundle = EntryBundle()
    }
    if let path = TilePath(.entries, index: entries / 256, size: entries) {
      bytes += try put(bundle.bytes, at: "\(path)")
    }
    for tile in tree.partialTiles { bytes += try put(tile.bytes, at: "\(tile.path)") }
    let checkpoint = Checkpoint(origin: verifierKey.name, size: entries, root: tree.root)
    _ = try put(SignedCheckpoint(checkpoint, signedBy: key).note.bytes, at: "checkpoint")
    return bytes
  }

  private func put(_ bytes: [UInt8], at name: String) throws -> Int {
    let path = "\(folder)/\(name)"
    if !FileManager.default.createFile(atPath: path, contents: Data(bytes)) {
      try FileManager.default.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: path))
    }
    return bytes.count
  }

  private static func entry(_ index: UInt64) -> [UInt8] {
    var entry: [UInt8] = [1, 1, 0, 0, 0, 0, 0x6B, 0, 0, 0]
    entry.reserveCapacity(42)
    for part in 0..<UInt64(4) {
      withUnsafeBytes(of: mixed(index &* 4 &+ part)) { entry.append(contentsOf: $0) }
    }
    return entry
  }

  /// - SeeAlso: Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
