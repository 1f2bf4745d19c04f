internal import OpenkaartService
internal import Synchronization

/// A page of a release that was read before it is handed off: who is on it, and all about them.
struct ReadPage: Sendable {
  let members: [FrozenMember]
  /// What was known of each member; whoever uses it asks first whether it still stands.
  let groups: [GroupCache.Reading]
  let tokens: [MemberToken]
  /// When it was read, for ``GroupCache/stands(_:readAt:)``.
  let epoch: Int
}

/// Which page of which release.
struct PageName: Hashable, Sendable {
  let release: ReleaseID
  let page: Int
}

/// The pages that are read while the writer is at another: each once, however many ask.
final class PagesAhead: Sendable {
  typealias Reading = Task<ReadPage?, any Error>

  private let state = Mutex<[(name: PageName, reading: Reading)]>([])

  /// So many pages are kept for whoever comes for them.
  private static let most = 4

  /// The page, read now unless somebody reads it already or has; `nil` when it cannot be read ahead.
  func page(
    _ name: PageName, reading work: @escaping @Sendable () async throws -> ReadPage?
  ) async throws -> ReadPage? {
    let reading = state.withLock { pages in
      if let known = pages.first(where: { $0.name == name }) { return known.reading }
      let reading = Reading { try await work() }
      pages.append((name, reading))
      if pages.count > Self.most { pages.removeFirst() }
      return reading
    }
    do {
      return try await reading.value
    } catch {
      state.withLock { $0.removeAll { $0.reading == reading } }
      throw error
    }
  }

  /// The page if somebody reads it or has, and leaves it there.
  func peek(_ name: PageName) async throws -> ReadPage? {
    let reading = state.withLock { pages in pages.first { $0.name == name }?.reading }
    return try await reading?.value
  }

  /// The page if somebody reads it or has; whoever comes next has to read it anew.
  func take(_ name: PageName) async throws -> ReadPage? {
    let reading = state.withLock { pages -> Reading? in
      guard let place = pages.firstIndex(where: { $0.name == name }) else { return nil }
      return pages.remove(at: place).reading
    }
    return try await reading?.value
  }

  /// Forgets every page: somebody on it may have been erased.
  func forgetAll() { state.withLock { $0 = [] } }
}
