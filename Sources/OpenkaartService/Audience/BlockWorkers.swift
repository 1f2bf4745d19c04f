internal import Synchronization

/// Work on blocks of columns, divided over a number of tasks.
public enum BlockWorkers {
  /// So often each task takes blocks: seldom enough to make the taking cheap, often enough to end
  /// together.
  private static let turns = 8

  /// Runs `body` on ranges that together hold every block once.
  ///
  /// - Returns: The results in the order of their blocks.
  public static func run<Result: Sendable>(
    blocks: Int, tasks: Int, _ body: @escaping @Sendable (Range<Int>) -> Result
  ) async -> [Result] {
    guard tasks > 1 else { return blocks == 0 ? [] : [body(0..<blocks)] }
    let chunk = max(16, blocks / (tasks * turns))
    let chunks = (blocks + chunk - 1) / chunk
    let shared = SharedCounter()
    let results = await withTaskGroup(of: [(Int, Result)].self) { group in
      for _ in 0..<tasks {
        group.addTask {
          var results: [(Int, Result)] = []
          while true {
            let next = shared.next()
            guard next < chunks else { return results }
            let end = min(blocks, (next + 1) * chunk)
            results.append((next, body(next * chunk..<end)))
          }
        }
      }
      var all: [(Int, Result)] = []
      for await some in group { all += some }
      return all
    }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// Numbers that several tasks take, each once.
private final class SharedCounter: Sendable {
  private let value = Atomic<Int>(0)

  func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}
