/// Bytes on their way from who makes them to who sends them; the maker waits when it is full.
actor Pipe {
  private var bytes: [UInt8] = []
  private var hasUrgent = false
  private var isClosed = false
  private var isStopped = false
  private var reader: CheckedContinuation<Void, Never>?
  private var writers: [CheckedContinuation<Void, Never>] = []

  /// What is handed on at once, if there is so much.
  private static let chunk = 32 << 10
  /// What may wait before the maker waits.
  private static let most = 128 << 10

  /// Adds bytes.
  ///
  /// - Parameters:
  ///   - more: The bytes.
  ///   - isUrgent: Whether they are handed on at once, however few.
  /// - Throws: `CancellationError` when nobody reads any more.
  func send(_ more: [UInt8], isUrgent: Bool = false) async throws {
    guard !isStopped else { throw CancellationError() }
    bytes += more
    hasUrgent = hasUrgent || isUrgent
    if isReady { wakeReader() }
    if bytes.count >= Self.most { await withCheckedContinuation { writers.append($0) } }
  }

  /// Says that nothing more comes.
  func close() {
    isClosed = true
    wakeReader()
  }

  /// Says that nobody reads any more.
  func stop() {
    isStopped = true
    bytes = []
    wakeWriters()
  }

  /// The next bytes; `nil` after the last.
  func next() async -> [UInt8]? {
    while !isReady { await withCheckedContinuation { reader = $0 } }
    hasUrgent = false
    guard !bytes.isEmpty else { return nil }
    let chunk = bytes
    bytes = []
    wakeWriters()
    return chunk
  }

  private var isReady: Bool { bytes.count >= Self.chunk || hasUrgent || isClosed }

  private func wakeReader() {
    reader?.resume()
    reader = nil
  }

  private func wakeWriters() {
    for writer in writers { writer.resume() }
    writers = []
  }
}
