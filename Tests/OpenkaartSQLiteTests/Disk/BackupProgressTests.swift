import Foundation
import OpenkaartSQLite
import OpenkaartService
import Synchronization
import Testing

/// How far a backup and a restore tell that they are.
struct BackupProgressTests {
  @Test func `a backup and a restore tell how far they are, never less than before`() async throws {
    let kept = try await KeptFolder()
    let (facts, keys, again) = (TemporaryFolder(), TemporaryFolder(), TemporaryFolder())
    let steps = Mutex<[Double]>([])
    let store = try SQLiteStore(at: kept.folder.path)
    let parts = try await store.backUp(
      BackupOrder(data: facts.path, keys: keys.path, at: kept.people.later)
    ) { step in steps.withLock { $0.append(step) } }
    try await store.close()
    Self.expectRising(steps.withLock { $0 })

    let restoring = Restoring(
      dataBackup: parts[0].path, keysBackup: parts[1].path, to: again.file("data"))
    steps.withLock { $0 = [] }
    _ = try restoring.plan { step in steps.withLock { $0.append(step) } }
    Self.expectRising(steps.withLock { $0 })
    steps.withLock { $0 = [] }
    _ = try await restoring.run { step in steps.withLock { $0.append(step) } }
    Self.expectRising(steps.withLock { $0 })
  }

  private static func expectRising(_ steps: [Double]) {
    #expect(steps.count > 1)
    #expect(steps == steps.sorted())
    #expect(steps.allSatisfy { (0...1).contains($0) })
    #expect(steps.last == 1)
  }
}
