import OpenkaartCore
import OpenkaartService
import ServiceLifecycle

/// Signs and shows what was added to the log, until the server stops.
///
/// Without witnesses twice a second. With them once a second: they are asked first, and what they
/// have not signed within half a second is shown without them.
struct LogPublication: Service {
  let published: any WitnessedLog
  let post: WitnessPost
  let log: RequestLog
  let clock: @Sendable () -> Timestamp

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { letters in
        var told: String?
        while !Task.isCancelled {
          let failure = await round { letter in letters.addTask { await deliver(letter) } }
          // What stays wrong is told once.
          if let failure, "\(failure)" != told { log.noteFailure(failure) }
          told = failure.map { "\($0)" }
        }
      }
    }
  }

  private func round(_ send: (WitnessLetter) -> Void) async -> (any Error)? {
    do {
      let letters = try await published.letters(at: clock())
      for letter in letters { send(letter) }
      try? await Task.sleep(for: Self.half)
      guard !letters.isEmpty else { return nil }
      try await published.showLog()
      try? await Task.sleep(for: Self.half)
      return nil
    } catch {
      try? await Task.sleep(for: Self.half)
      return error
    }
  }

  private static let half = Duration.milliseconds(500)

  /// Carries a letter and its answer, and the letter that may follow from it.
  private func deliver(_ letter: WitnessLetter) async {
    var letter = letter
    while true {
      let answer = await post.answer(to: letter)
      if Task.isCancelled { return }
      do {
        let outcome = try await published.take(answer, to: letter, at: clock())
        if let news = outcome.news { log.note(news) }
        guard let next = outcome.next else { return }
        letter = next
      } catch {
        log.noteFailure(error)
        return
      }
    }
  }
}

extension WitnessedLog {
  /// Signs and shows, and gives witnesses that answer the time for one round.
  ///
  /// - Throws: ``StoreError``.
  func publishWithWitnesses() async throws {
    let wanted = try await logStatus.entries
    for _ in 0..<Self.looks {
      let status = try await logStatus
      guard status.witnesses.contains(where: { $0.trouble == nil }) else { break }
      if status.cosigned ?? 0 >= wanted { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    try await publishLog()
  }

  private static var looks: Int { 25 }
}
