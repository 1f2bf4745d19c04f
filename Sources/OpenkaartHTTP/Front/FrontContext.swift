import Hummingbird
import NIOCore

/// What a request brings besides itself: who is at the other end of the line.
struct FrontContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address at the other end; `nil` for a socket in the file system.
  let peer: String?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }
}
