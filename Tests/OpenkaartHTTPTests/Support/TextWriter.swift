import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes the body of an answer as text.
final class TextWriter: ResponseBodyWriter, Sendable {
  private let kept = Mutex("")

  var text: String { kept.withLock { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    kept.withLock { $0 += String(buffer: buffer) }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
