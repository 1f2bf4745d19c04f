import OpenkaartCore
import Testing

@testable import OpenkaartSQLite

/// A group that was read counts until a fact about it comes in, and not a moment longer.
struct GroupCacheTests {
  private func reading(of members: [Int64], naming others: Set<Int64> = []) -> GroupCache.Reading {
    GroupCache.Reading(
      group: .empty, trace: GroupTrace(members: members, named: Array(others.union(members))))
  }

  @Test func `a group stands when only facts about others came in since it was read`() {
    let cache = GroupCache()
    let epoch = cache.epoch
    cache.forget(naming: [3])
    let one = reading(of: [1, 2])
    #expect(cache.stands(one.trace, readAt: epoch))
    cache.keep(one, readAt: epoch)
    #expect(cache.reading(of: 2) != nil)
    cache.forget(naming: [2])
    #expect(cache.reading(of: 1) == nil)
    #expect(!cache.stands(one.trace, readAt: epoch))
    #expect(cache.stands(one.trace, readAt: cache.epoch))
  }

  @Test func `a fact about an identifier that a group names and does not have changes it`() {
    let cache = GroupCache()
    let one = reading(of: [1], naming: [9])
    let epoch = cache.epoch
    cache.keep(one, readAt: epoch)
    cache.keep(reading(of: [2], naming: [9]), readAt: epoch)
    cache.forget(naming: [9])
    #expect(cache.reading(of: 1) == nil && cache.reading(of: 2) == nil)
    #expect(!cache.stands(one.trace, readAt: epoch))
    cache.keep(one, readAt: epoch)
    #expect(cache.reading(of: 1) == nil)
  }

  @Test func `what was read before an erasure, or before more changed than is remembered, is old`()
  {
    let cache = GroupCache()
    let one = reading(of: [1])
    var epoch = cache.epoch
    cache.forgetAll()
    #expect(!cache.stands(one.trace, readAt: epoch))
    epoch = cache.epoch
    cache.forget(naming: Array(100..<60_100))
    #expect(cache.stands(one.trace, readAt: epoch))
    cache.forget(naming: Array(60_100..<120_100))
    #expect(cache.stands(one.trace, readAt: epoch))
    cache.forget(naming: Array(100..<60_100))
    #expect(!cache.stands(one.trace, readAt: epoch))
    #expect(cache.stands(one.trace, readAt: cache.epoch))
  }

  @Test func `a group is apart from nodes that it neither has nor names`() {
    let one = reading(of: [1, 2], naming: [9])
    #expect(one.trace.isApart(from: []) && one.trace.isApart(from: [3]))
    #expect(!one.trace.isApart(from: [3, 2]) && !one.trace.isApart(from: [9]))
  }
}
