import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import OpenkaartService

/// Carries letters to witnesses over HTTP, and their answers back.
struct WitnessPost: Sendable {
  /// How long a witness has to answer.
  var patience = Duration.seconds(10)

  /// An answer has no more bytes than this.
  private static let mostBytes = 1 << 16

  /// Sends a letter; whatever goes wrong on the way is silence.
  func answer(to letter: WitnessLetter) async -> WitnessAnswer {
    await withTaskGroup(of: WitnessAnswer.self) { first in
      first.addTask { await Self.send(letter) }
      // Also one that sends its answer bit by bit has no more time.
      first.addTask { [patience] in
        try? await Task.sleep(for: patience)
        return .silent
      }
      defer { first.cancelAll() }
      return await first.next() ?? .silent
    }
  }

  private static func send(_ letter: WitnessLetter) async -> WitnessAnswer {
    var request = HTTPClientRequest(url: letter.address)
    request.method = .POST
    request.headers.add(name: "content-type", value: "text/plain; charset=utf-8")
    request.body = .bytes(letter.body)
    do {
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
      let body = try await response.body.collect(upTo: mostBytes)
      return .answered(status: Int(response.status.code), body: Array(body.readableBytesView))
    } catch {
      return .silent
    }
  }
}
