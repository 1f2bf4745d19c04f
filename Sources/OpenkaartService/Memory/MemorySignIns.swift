public import OpenkaartCore

/// Who asked to be let in and who is in, in memory.
struct MemorySignIns {
  var requests: [(request: SignInRequest, tries: Int, isOver: Bool)] = []
  var sessions: [[UInt8]: CustomerSession] = [:]
}

extension MemoryStore: SignInShelf {
  public func keep(_ request: SignInRequest) {
    for place in signIns.requests.indices {
      let other = signIns.requests[place].request
      if other.about == request.about, other.aim == request.aim {
        signIns.requests[place].isOver = true
      }
    }
    signIns.requests.append((request, 0, false))
  }

  public func attempt(_ key: SignInRequest.Key, at moment: Timestamp) -> SignInRequest? {
    let place = signIns.requests.lastIndex { item in
      switch key {
      case .link(let digest): item.request.link == digest
      case .browser(let digest): item.request.browser == digest
      }
    }
    guard let place, !signIns.requests[place].isOver,
      signIns.requests[place].tries < SignInRequest.mostTries,
      moment < signIns.requests[place].request.createdAt.advanced(by: SignInRequest.life)
    else { return nil }
    signIns.requests[place].tries += 1
    return signIns.requests[place].request
  }

  public func use(request link: [UInt8]) -> Bool {
    guard let place = signIns.requests.firstIndex(where: { $0.request.link == link }),
      !signIns.requests[place].isOver
    else { return false }
    signIns.requests[place].isOver = true
    return true
  }

  public func requestCount(about: [UInt8], since moment: Timestamp) -> Int {
    signIns.requests.count { $0.request.about == about && $0.request.createdAt >= moment }
  }

  public func keep(_ session: CustomerSession) { signIns.sessions[session.digest] = session }
  public func session(_ digest: [UInt8]) -> CustomerSession? { signIns.sessions[digest] }

  public func note(session digest: [UInt8], seenAt moment: Timestamp) {
    guard let session = signIns.sessions[digest] else { return }
    signIns.sessions[digest] = CustomerSession(
      digest: digest, customer: session.customer, about: session.about,
      createdAt: session.createdAt, seenAt: moment, raisedUntil: session.raisedUntil)
  }

  public func sessions(about: [UInt8]) -> [CustomerSession] {
    signIns.sessions.values.filter { $0.about == about }.sorted { $0.createdAt > $1.createdAt }
  }

  public func end(session digest: [UInt8]) { signIns.sessions[digest] = nil }
}
