internal import OpenkaartService
internal import Synchronization

/// Which page of which release.
struct PageName: Hashable, Sendable {
  let release: ReleaseID
  let page: Int
}

/// The pages that are read while the writer is at another: each once, however many ask.
final class PagesAhead: Sendable {
  typealias Reading = Task<ReadPage?, any Error>
  typealias Work = @Sendable () async throws -> ReadPage?

  private let state = Mutex<[(name: PageName, reading: Reading)]>([])

  /// So many pages are kept for whoever comes for them.
  private static let most = 6

  /// Begins to read a page, unless somebody reads it already or has.
  func begin(_ name: PageName, reading work: @escaping Work) {
    state.withLock { pages in
      guard !pages.contains(where: { $0.name == name }) else { return }
      pages.append((name, Reading { try await work() }))
      if pages.count > Self.most { pages.removeFirst() }
    }
  }

  /// The page, read now unless somebody did; whoever comes next has to read it anew.
  ///
  /// - Returns: `nil` when it cannot be read ahead.
  func take(_ name: PageName, reading work: Work) async throws -> ReadPage? {
    let reading = state.withLock { pages -> Reading? in
      guard let place = pages.firstIndex(where: { $0.name == name }) else { return nil }
      return pages.remove(at: place).reading
    }
    // What failed a while ago may be well now.
    guard let reading, case .success(let page) = await reading.result else {
      return try await work()
    }
    return page
  }

  /// Forgets every page: somebody on it may have been erased.
  func forgetAll() { state.withLock { $0 = [] } }

  /// Forgets every page, once nobody reads any more.
  func end() async {
    let pages = state.withLock { pages in
      defer { pages = [] }
      return pages
    }
    for page in pages { _ = await page.reading.result }
  }
}
