internal import Foundation

/// What a file on a disk holds.
///
/// It is read at places, so that many can read it at once.
public final class DiskContent: FileContent {
  private let descriptor: Int32
  private let state: State

  /// What shows that a file changed.
  private struct State: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init?(_ descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Opens the file at `path`; `nil` when it is none that can be read at any place, as a pipe.
  public init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, let state = State(descriptor) else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    self.state = state
  }

  deinit { close(descriptor) }

  public var count: Int { state.size }

  public func bytes(in range: Range<Int>) throws(ContentError) -> [UInt8] {
    var bytes: [UInt8] = []
    var failure: ContentError?
    bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
        let read = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else {
          failure = read == 0 ? .changed : .unreadable
          return
        }
        count += read
      }
    }
    if let failure { throw failure }
    return bytes
  }

  public func checkUnchanged() throws(ContentError) {
    guard State(descriptor) == state else { throw .changed }
  }
}
